"""The far side of the fake gateway: a payment house with books of its own and a temper.

It takes requests as bytes and answers with a status and bytes, as a server does. It keeps what it was
told under the key it was told it with, so that the same key twice moves money once. Its temper decides
how it behaves: it answers late, answers nothing, does what it is told and loses the answer, says no,
calls back twice. `moved` is what it really did, for whoever wants to count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

OK, UNKNOWN, BROKEN, NOTHING = 200, 404, 503, 0


@dataclass(frozen=True, slots=True)
class Mood:
    """How the house treats one request."""

    deaf: bool = False
    """Nothing arrives, nothing is done."""
    broken: bool = False
    """It arrives, nothing is done, and the answer says so."""
    loses_answer: bool = False
    """It is done, and the answer is lost on the way."""
    refuses: str = ""
    """It says no for good, in these words."""
    at_once: bool = False
    """It is done when it answers; else it takes until it is asked again."""


CALM = Mood()


@dataclass(slots=True)
class Done:
    """What the house did under one key."""

    kind: str
    payment: str
    currency: str
    amount_minor: int
    state: str
    reference: str
    words: str = ""


@dataclass
class Till:
    """One payment house. `moods` are how it treats the next requests, one after another; then it is calm."""

    moods: Iterable[Mood] = ()
    moved: dict[str, Done] = field(default_factory=dict)
    asked: int = 0

    def __post_init__(self) -> None:
        self._coming = iter(self.moods)

    def behave(self, *moods: Mood) -> None:
        """From now on, for as many requests."""
        self._coming = iter(moods)

    def __call__(self, path: str, key: str, body: bytes) -> tuple[int, bytes]:
        """A request: to carry something out under a key, or to say what became of it."""
        self.asked += 1
        mood = next(self._coming, CALM)
        if mood.deaf:
            return NOTHING, b""
        if mood.broken:
            return BROKEN, b'{"error":"try again"}'
        status, said = self._told(key, body, mood) if path == "/instructions" else self._said(key)
        return (NOTHING, b"") if mood.loses_answer else (status, json.dumps(said).encode())

    def _told(self, key: str, body: bytes, mood: Mood) -> tuple[int, dict[str, str]]:
        if key not in self.moved:
            said = json.loads(body)
            state = "failed" if mood.refuses else "confirmed" if mood.at_once else "sent"
            self.moved[key] = Done(
                said["kind"], said["payment"], said["currency"], said["amount_minor"], state,
                f"re_{len(self.moved) + 1:08}", mood.refuses,
            )  # fmt: skip
        return OK, _shown(self.moved[key])

    def _said(self, key: str) -> tuple[int, dict[str, str]]:
        """Whoever asks later than at once finds it done: this house is quick."""
        if key not in self.moved:
            return UNKNOWN, {"error": "unknown"}
        done = self.moved[key]
        if done.state == "sent":
            self.moved[key] = done = replace(done, state="confirmed")
        return OK, _shown(done)


def _shown(done: Done) -> dict[str, str]:
    return {"state": done.state, "reference": done.reference, "words": done.words}
