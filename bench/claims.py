"""The scanner of claims: precision and recall on the labelled set, and texts per second."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from bench import labels
from gongdao.detectors.claims import Said, lexicon, scan, scan_many

LABELLED = Path(__file__).parents[1] / "tests" / "detectors" / "labelled.txt"
MARK = re.compile("[⟦⟧]")
USED = {"used", "refurbished", "second_hand"}


def labelled() -> list[tuple[str, str, str]]:
    """Kind, category and sentence of every labelled line."""
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|", 2) for line in lines if line.strip() and not line.startswith("#")]
    return [
        (kind.strip(), category.strip(), MARK.sub("", text.strip()))
        for kind, category, text in rows
    ]


def marked() -> list[tuple[str, str, str, list[tuple[int, int]]]]:
    """The labelled lines that mark where the claim stands, with those places in the sentence."""
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    rows = (line.split("|", 2) for line in lines if MARK.search(line) and not line.startswith("#"))
    return [(kind, category, MARK.sub("", text), _places(text)) for kind, category, text in rows]


def _places(text: str) -> list[tuple[int, int]]:
    """Where marked stretches stand in a text once its marks are taken out."""
    ends = [mark.start() - before for before, mark in enumerate(MARK.finditer(text))]
    return list(zip(ends[::2], ends[1::2], strict=True))


def kinds_in(category: str, text: str) -> set[str]:
    """The kinds found in a sentence about goods of a category, or in that condition."""
    used = category in USED
    found = scan(text, category="goods" if used else category, condition=category if used else "")
    return {each.kind.name for each in found}


def scores() -> dict[str, tuple[float, float, int]]:
    """Precision, recall and number of positive sentences of each kind."""
    found = ((kind, kinds_in(category, text)) for kind, category, text in labelled())
    return labels.scores(found, none="lawful")


ORDINARY = (
    "这款收纳盒采用加厚材质，容量三十升，带盖防尘，适合衣柜和床底使用，颜色有米白、浅灰两种。",
    "到货后如有破损请联系客服补发，七天内可以退货，退货请保持包装和吊牌完整。",
    "面料为百分之六十棉、百分之四十聚酯纤维，建议反面冷水手洗，不可漂白，阴凉处晾干。",
    "本品保质期十八个月，生产日期见瓶身喷码，开封后请冷藏并尽快食用，每百克能量一千二百千焦。",
    "第一次使用前请充满电，充电约三小时，指示灯由红变绿表示充好；低电量时会自动关机保护电池。",
    "图片为实物拍摄，因光线和显示器不同会有轻微色差，请以收到的实物为准，介意者慎拍。",
    "发货地浙江金华，下单后四十八小时内发出，默认中通快递，偏远地区可能延迟一到两天。",
    "尺码表：S 适合身高155到160，M 适合160到165，L 适合165到170，单位厘米，手工测量误差1到3厘米。",
    "包装内含主机一台、数据线一根、说明书一份，保修卡随箱，凭订单享受十二个月保修。",
    "锅身为304不锈钢，直径24厘米，燃气灶和电磁炉都可以用，首次使用请用温水清洗并擦干。",
    "这本书共三百二十页，十六开，平装，内附插图四十幅，出版社为某某大学出版社。",
    "宠物用品，请放在儿童接触不到的地方；如误食请立即就医，并带上产品包装。",
)
BATCH = 4_000
ROUNDS = 3
"""The machine has other work; the best of so many rounds is what the code can do."""
CLAIM_IN = 20
"""One text in so many holds a claim, as in a marketplace that checks its listings."""


def listings(count: int) -> list[str]:
    """Texts of 300 characters as listings have them: ordinary sentences, and now and then a claim."""
    chance = random.Random(5)
    claims = [text for kind, _, text in labelled() if kind != "lawful"]
    texts = []
    for n in range(count):
        said = "".join(chance.sample(ORDINARY, 10))
        texts.append((chance.choice(claims) + "，" + said if n % CLAIM_IN == 0 else said)[:300])
    return texts


def measure() -> None:
    """Print what is found, and how fast, beside a bare pass of the same words."""
    for kind, (precision, recall, count) in scores().items():
        print(f"claims: {kind}: precision {precision:.3f}, recall {recall:.3f} of {count}")
    texts = listings(20_000)
    bare = AhoCorasick(lexicon().words.words)
    ways: tuple[Callable[[Sequence[str]], object], ...] = (
        lambda many: scan_many([Said(text, "goods") for text in many]),
        lambda many: [scan(text, category="goods") for text in many],
        lambda many: [bare.find_matches_as_indexes(text) for text in many],
    )
    together, alone, plain = (max(_rate(texts, look) for _ in range(ROUNDS)) for look in ways)
    print(
        f"claims: {together:,.0f} texts of 300 characters a second in batches of {BATCH:,}, "
        f"one by one {alone:,.0f}, one in {CLAIM_IN} with a claim; a bare pass of the same "
        f"{len(lexicon().words.words):,} words {plain:,.0f}; ratio {plain / together:.1f} (aim 3)"
    )


def _rate(texts: Sequence[str], look: Callable[[Sequence[str]], object]) -> float:
    began = time.process_time()
    for first in range(0, len(texts), BATCH):
        look(texts[first : first + BATCH])
    return len(texts) / (time.process_time() - began)
