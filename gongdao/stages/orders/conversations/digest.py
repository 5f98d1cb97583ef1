"""What the evidence keeps of a message."""

from __future__ import annotations

from hashlib import sha256


def digest(text: str) -> str:
    """Enough to prove the words of a message, too little to read them."""
    return sha256(text.encode()).hexdigest()
