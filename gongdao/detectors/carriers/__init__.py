"""What carriers send: EDIFACT IFTSTA messages and lines of JSON, read row by row."""

from gongdao.detectors.carriers.reader import Fault, Read, Row, read

__all__ = ["Fault", "Read", "Row", "read"]
