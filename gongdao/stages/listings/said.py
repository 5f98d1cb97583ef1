"""What a listing says, as one value: words, price, traits and the facts of the standard, with its digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from gongdao.detectors import disclosure
from gongdao.kernel.money import EXPONENT, MOST, Money
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.listings.kinds import KINDS, refuse_unstated
from gongdao.stages.listings.models import Listing, Version
from gongdao.stages.listings.traits import TRAITS

TITLE_MOST = 200
WORDS_MOST = 20_000
FACTS_MOST = 120
FACT_MOST = 4_000
NAME_MOST = 60


@dataclass(frozen=True, slots=True)
class Said:
    """What a listing says: its words, its price and freight, the traits that change rights, its facts."""

    title: Words
    category: str
    price: Money
    freight: Money
    traits: frozenset[str] = frozenset()
    description_zh: str = ""
    description_en: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    kind: str = "goods"

    @property
    def all_traits(self) -> frozenset[str]:
        """The traits that were said, and those that the kind brings."""
        return self.traits | (KINDS[self.kind].traits if self.kind in KINDS else frozenset())

    @property
    def gtin(self) -> str:
        """Its bar code in fourteen digits, however long it was written; empty without a right one."""
        return disclosure.whole_gtin(self.attributes.get("gtin", ""))

    @property
    def digest(self) -> str:
        """SHA-256 of it all: two versions that say the same have the same digest.

        Description, facts and kind are in it where there are any, so the digests of versions that
        were made before there could be any stay what they were.
        """
        content: list[object] = [
            self.title.zh,
            self.title.en,
            self.category,
            self.price.currency,
            self.price.minor,
            self.freight.minor,
            sorted(self.all_traits),
        ]
        if self.description_zh or self.description_en or self.attributes:
            content += [self.description_zh, self.description_en, sorted(self.attributes.items())]
        if self.kind != "goods":
            content.append(self.kind)
        return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()

    @property
    def facts(self) -> dict[str, str]:
        """All of it in the words of the standard: flat, every value text."""
        return {
            **self.attributes,
            "category": self.category,
            "title_zh": self.title.zh,
            "title_en": self.title.en,
            "description_zh": self.description_zh,
            "description_en": self.description_en,
            "price": figures(self.price),
            "currency": self.price.currency,
            "freight": figures(self.freight),
            "traits": " ".join(sorted(self.all_traits)),
            **({"kind": self.kind} if self.kind != "goods" else {}),
        }


def of_version(row: Version) -> Said:
    """What a version says."""
    return Said(
        title=Words(row.title_zh, row.title_en),
        category=row.category,
        price=row.price,
        freight=Money(row.currency, row.freight_minor),
        traits=frozenset(row.traits),
        description_zh=row.description_zh,
        description_en=row.description_en,
        attributes=row.attributes,
        kind=row.kind,
    )


def version(
    listing: Listing, number: int, said: Said, at: datetime, *, review: str = "published"
) -> Version:
    """The row of a version, not saved yet. A draft names the version of the standard it was measured by."""
    return Version(
        marketplace=listing.marketplace,
        listing=listing,
        number=number,
        title_zh=said.title.zh,
        title_en=said.title.en,
        category=said.category,
        traits=sorted(said.all_traits),
        kind=said.kind,
        currency=said.price.currency,
        price_minor=said.price.minor,
        freight_minor=said.freight.minor,
        description_zh=said.description_zh,
        description_en=said.description_en,
        attributes=dict(sorted(said.attributes.items())),
        standard="" if review == "published" else disclosure.version(),
        review=review,
        digest=said.digest,
        since=at,
    )


def refuse_unreal(said: Said, *, item: int | None = None) -> None:
    """What cannot be a listing at all is not kept, not even as a draft."""
    title_fits = all(0 < len(words) <= TITLE_MOST for words in (said.title.zh, said.title.en))
    price_fits = 0 < said.price.minor <= MOST and 0 <= said.freight.minor <= MOST
    if not (title_fits and price_fits and said.traits <= set(TRAITS)):
        raise Refusal(
            "listing_unreal",
            f"商品信息有误：标题须为1至{TITLE_MOST}字，价格须大于零，属性须在清单之内。",
            f"The listing cannot stand: a title of 1 to {TITLE_MOST} characters, a price above "
            "zero, and known traits only.",
            item=item,
        )
    refuse_unstated(said.kind, said.attributes, currency=said.price.currency)
    words_fit = max(len(said.description_zh), len(said.description_en)) <= WORDS_MOST
    facts_fit = (
        len(said.attributes) <= FACTS_MOST
        and max(map(len, said.attributes), default=0) <= NAME_MOST
        and max(map(len, said.attributes.values()), default=0) <= FACT_MOST
    )
    if not (words_fit and facts_fit):
        raise Refusal(
            "listing_too_long",
            f"详情最多{WORDS_MOST}字，信息项最多{FACTS_MOST}项，每项最多{FACT_MOST}字。",
            f"A description has at most {WORDS_MOST} characters, and there are at most "
            f"{FACTS_MOST} facts of at most {FACT_MOST} characters each.",
            item=item,
        )


def figures(amount: Money) -> str:
    """`225.00` of an amount, without its currency."""
    digits = EXPONENT[amount.currency]
    whole, rest = divmod(amount.minor, 10**digits)
    return f"{whole}" + (f".{rest:0{digits}}" if digits else "")
