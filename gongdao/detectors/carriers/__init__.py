"""What carriers send: EDIFACT IFTSTA messages and lines of JSON, read row by row."""

from gongdao.detectors.carriers.reader import read
from gongdao.detectors.carriers.rows import Fault, Read, Row

__all__ = ["Fault", "Read", "Row", "read"]
