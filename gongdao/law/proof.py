"""When a contested fact stays open: whoever had to prove it bears that it was not proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gongdao.law.book import Answer, ask
from gongdao.law.expr import UNKNOWN
from gongdao.law.facts import Contested, Facts
from gongdao.law.questions import must_prove


@dataclass(frozen=True)
class Finding:
    """One contested fact: what is found of it, who had to prove it, and whether want of proof decided."""

    fact: str
    alleged: Any
    found: Any
    proved_by: str
    for_want_of_proof: bool
    burden: Answer[str]


def find(contested: Contested, *, alleged: Any, evidence: Any, under: str, on: date) -> Finding:
    """What is taken as true of one fact.

    `alleged` is what the consumer says; `evidence` what the evidence shows, or UNKNOWN. Open, the
    fact falls against whoever must prove it: the consumer's word fails if the consumer must prove
    it, and stands if the merchant must prove the contrary.
    """
    burden = ask(must_prove, contested, under=under, on=on)
    assert isinstance(contested.matter, str)
    if evidence is not UNKNOWN:
        return Finding(contested.matter, alleged, evidence, burden.value, False, burden)
    stands = burden.value != "consumer"
    found = alleged if stands else (not alleged if isinstance(alleged, bool) else UNKNOWN)
    return Finding(contested.matter, alleged, found, burden.value, True, burden)


def settled(facts: Any, found: Mapping[str, Any]) -> Facts:
    """The same case with its contested facts filled in."""
    settled_facts: Facts = replace(facts, **found)
    return settled_facts
