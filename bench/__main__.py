"""`python -m bench [law|lives|growth|kills|claims|prices|terms|faults|postings|cases|evidence] [--full]`: all of them, in small, unless one is named."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile

WHOLE = {
    "growth": (1_000, 10_000, 100_000),
    "kills": 100,
    "seconds": 20,
    "prices": 10_000_000,
    "faults": 20,
    "stored": 10_000_000,
    "cases": 100_000,
    "leaves": 1_000_000,
}
SMALL = {
    "growth": (500, 2_000),
    "kills": 8,
    "seconds": 6,
    "prices": 1_000_000,
    "faults": 1,
    "stored": 200_000,
    "cases": 4_000,
    "leaves": 50_000,
}


def main() -> None:
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    sizes = WHOLE if "--full" in sys.argv else SMALL
    os.environ["GONGDAO_HOME"] = home = tempfile.mkdtemp(prefix="gongdao-bench-")
    from bench import (
        cases,
        claims,
        evidence,
        faults,
        growth,
        kills,
        law,
        lives,
        postings,
        prices,
        terms,
    )

    try:
        if not named or "law" in named:
            law.measure()
        if not named or "claims" in named:
            claims.measure()
        if not named or "terms" in named:
            terms.measure()
        if not named or "prices" in named:
            prices.measure(rows=sizes["prices"])
        if not named or "faults" in named:
            faults.measure(rounds=sizes["faults"])
        if not named or "postings" in named:
            postings.measure(seconds=sizes["seconds"], stored=sizes["stored"])
        if not named or "cases" in named:
            cases.measure(stored=sizes["cases"])
        if not named or "evidence" in named:
            evidence.measure(leaves=sizes["leaves"])
        if not named or "kills" in named:
            kills.measure(times=sizes["kills"], home=home)
        if not named or "lives" in named:
            lives.measure(seconds=sizes["seconds"])
        if not named or "growth" in named:
            growth.measure(sizes["growth"])
    finally:
        shutil.rmtree(home, ignore_errors=True)


main()
