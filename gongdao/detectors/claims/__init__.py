"""Claims that advertising may not make, found in Chinese and English text, through disguise."""

from gongdao.detectors.claims.scanner import Finding, Kind, lexicon, scan, silent

__all__ = ["Finding", "Kind", "lexicon", "scan", "silent"]
