"""Lay panels: drawn by a draw that anybody can repeat, voting with reasons, measured against experts."""
