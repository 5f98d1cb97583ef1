"""Settling: sealed last figures and the suggestion of the law."""
