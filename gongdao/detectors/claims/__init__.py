"""Claims that advertising may not make, found in Chinese and English text, through disguise."""

from gongdao.detectors.claims.pictures import Line, PictureText, scan_picture
from gongdao.detectors.claims.scanner import Finding, Kind, Said, lexicon, scan, scan_many

__all__ = [
    "Finding",
    "Kind",
    "Line",
    "PictureText",
    "Said",
    "lexicon",
    "scan",
    "scan_many",
    "scan_picture",
]
