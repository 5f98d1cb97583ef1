"""`python -m bench [law|lives|growth|kills|claims|listings|prices|terms|faults|postings|cases|evidence] [--full]`: all of them, in small, unless one is named."""

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
    "listings": 1_000_000,
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
    "listings": 20_000,
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
        listings,
        lives,
        postings,
        prices,
        terms,
    )

    every = {
        "law": law.measure,
        "claims": claims.measure,
        "listings": lambda: listings.measure(rows=sizes["listings"]),
        "terms": terms.measure,
        "prices": lambda: prices.measure(rows=sizes["prices"]),
        "faults": lambda: faults.measure(rounds=sizes["faults"]),
        "postings": lambda: postings.measure(seconds=sizes["seconds"], stored=sizes["stored"]),
        "cases": lambda: cases.measure(stored=sizes["cases"]),
        "evidence": lambda: evidence.measure(leaves=sizes["leaves"]),
        "kills": lambda: kills.measure(times=sizes["kills"], home=home),
        "lives": lambda: lives.measure(seconds=sizes["seconds"]),
        "growth": lambda: growth.measure(sizes["growth"]),
    }
    try:
        for name, measure in every.items():
            if not named or name in named:
                measure()
    finally:
        shutil.rmtree(home, ignore_errors=True)


main()
