"""Claims that advertising may not make, found in Chinese and English text, through disguise."""

from gongdao.detectors.claims.scanner import Finding, Kind, Said, lexicon, scan, scan_many

__all__ = ["Finding", "Kind", "Said", "lexicon", "scan", "scan_many"]
