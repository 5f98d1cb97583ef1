"""A seeded history in the same layout, calibrated to the figures published for the real Olist data.

Prices, delivery days, late share, statuses and scores follow `shared/data`'s published figures (see
`figures.py`); names and goods are in Chinese dress and all made up. The same seed writes the same
bytes.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TypeVar

from gongdao.interfaces.cli.history.goods import (
    CITIES,
    GOODS,
    REVIEWS,
    SHOP_EN_FIRST,
    SHOP_EN_LAST,
    SHOP_FIRST,
    SHOP_LAST,
)

T = TypeVar("T")
DAYS = 180
PRICE_MEDIAN, PRICE_SIGMA = 75.0, 0.978
DELIVERY_MEDIAN, DELIVERY_SIGMA = 10.0, 0.668
FREIGHT_MEDIAN, FREIGHT_SIGMA = 16.0, 0.5
ESTIMATE_MEAN, ESTIMATE_SPREAD = 25.0, 3.0
STATUSES = (
    ("delivered", 970),
    ("shipped", 11),
    ("unavailable", 6),
    ("canceled", 6),
    ("created", 7),
)
PAYMENTS = (("alipay", 40), ("wechat", 34), ("card", 20), ("voucher", 6))
SCORES = {False: (7, 3, 8, 20, 62), True: (45, 8, 15, 14, 18)}
"""Scores 1 to 5 in a hundred reviews, of punctual and of late orders."""


def write_history(
    folder: Path, *, orders: int, seed: int, ends_on: date, progress: Callable[[int], None] = print
) -> None:
    """Write a history of so many orders over half a year that ends on a day."""
    chance = Random(seed)  # noqa: S311 - a made-up history needs repeatable chance, no secrecy
    shops = _shops(chance, max(12, min(600, orders // 90)))
    products = _products(chance, shops)
    moments = sorted(_moment(chance, ends_on) for _ in range(orders))
    rows = _Rows()
    for number, at in enumerate(moments):
        _order(chance, rows, number, seed, at, products)
        if number % 500 == 0:
            progress(number)
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, lines) in rows.files(shops, products).items():
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            out = csv.writer(stream, lineterminator="\n")
            out.writerow(header)
            out.writerows(lines)
    progress(orders)


class _Rows:
    """The rows as they are made, by file."""

    def __init__(self) -> None:
        self.orders: list[tuple[object, ...]] = []
        self.items: list[tuple[object, ...]] = []
        self.payments: list[tuple[object, ...]] = []
        self.reviews: list[tuple[object, ...]] = []
        self.customers: list[tuple[object, ...]] = []

    def files(
        self, shops: Sequence[tuple[str, str, str]], products: Sequence[tuple[str, ...]]
    ) -> dict[str, tuple[Sequence[str], Sequence[tuple[object, ...]]]]:
        """Every file with its header."""
        return {
            "olist_orders_dataset.csv": (
                ("order_id", "customer_id", "order_status", "order_purchase_timestamp",
                 "order_approved_at", "order_delivered_carrier_date",
                 "order_delivered_customer_date", "order_estimated_delivery_date"),
                self.orders,
            ),
            "olist_order_items_dataset.csv": (
                ("order_id", "order_item_id", "product_id", "seller_id", "shipping_limit_date",
                 "price", "freight_value"),
                self.items,
            ),
            "olist_order_payments_dataset.csv": (
                ("order_id", "payment_sequential", "payment_type", "payment_installments",
                 "payment_value"),
                self.payments,
            ),
            "olist_order_reviews_dataset.csv": (
                ("review_id", "order_id", "review_score", "review_comment_title",
                 "review_comment_message", "review_creation_date", "review_answer_timestamp"),
                self.reviews,
            ),
            "olist_customers_dataset.csv": (
                ("customer_id", "customer_unique_id", "customer_zip_code_prefix", "customer_city",
                 "customer_state"),
                self.customers,
            ),
            "olist_sellers_dataset.csv": (
                ("seller_id", "seller_zip_code_prefix", "seller_city", "seller_state"),
                [(ref, "000000", *CITIES[n % len(CITIES)]) for n, (ref, _, _) in enumerate(shops)],
            ),
            "gongdao_shops.csv": (("seller_id", "name_zh", "name_en"), shops),
            "gongdao_products.csv": (
                ("product_id", "title_zh", "title_en", "category", "traits"),
                [product[:5] for product in products],
            ),
        }  # fmt: skip


def _ref(*parts: object) -> str:
    return sha256("/".join(map(str, parts)).encode()).hexdigest()[:32]


def _shops(chance: Random, count: int) -> list[tuple[str, str, str]]:
    shops = []
    for n in range(count):
        first, last = n % len(SHOP_FIRST), n // len(SHOP_FIRST) % len(SHOP_LAST)
        more = n // (len(SHOP_FIRST) * len(SHOP_LAST))
        zh = SHOP_FIRST[first] + SHOP_LAST[last] + (str(more + 1) if more else "")
        en = f"{SHOP_EN_FIRST[first]} {SHOP_EN_LAST[last]}" + (f" {more + 1}" if more else "")
        shops.append((_ref("shop", n, chance.random()), zh, en))
    return shops


def _products(chance: Random, shops: Sequence[tuple[str, str, str]]) -> list[tuple[str, ...]]:
    """Each shop sells a few goods of one category; the last column is the shop."""
    products: list[tuple[str, ...]] = []
    categories = list(GOODS)
    for n, (shop, _, _) in enumerate(shops):
        category = categories[n % len(categories)]
        traits, goods = GOODS[category]
        for good in goods:
            zh, en = good.split("|")
            products.append((_ref("product", shop, zh), zh, en, category, traits, shop))
    chance.shuffle(products)
    return products


def _moment(chance: Random, ends_on: date) -> datetime:
    """When people buy: more at weekends, most in the evening, and a peak around 18 June."""
    while True:
        day = ends_on - timedelta(days=int(chance.random() * (DAYS - 45)) + 45)
        weight = 0.75 + 0.25 * (day.weekday() >= 5)
        if (day.month, day.day) in ((6, 17), (6, 18), (6, 19)):
            weight = 1.0
        if chance.random() < weight:
            break
    hour = int(min(23, max(0, chance.gauss(15.5, 4.5))))
    return datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)))


def _order(
    chance: Random,
    rows: _Rows,
    number: int,
    seed: int,
    at: datetime,
    products: Sequence[tuple[str, ...]],
) -> None:
    ref, customer = _ref("order", seed, number), _ref("customer", seed, number)
    status = _pick(chance, STATUSES)
    price = round(max(3.0, PRICE_MEDIAN * math.exp(chance.gauss(0, PRICE_SIGMA))), 2)
    freight = round(FREIGHT_MEDIAN * math.exp(chance.gauss(0, FREIGHT_SIGMA)), 2)
    product = products[int(len(products) * chance.random() ** 1.6)]
    count = 1 if chance.random() < 0.9 else 2
    approved = at + timedelta(minutes=chance.randrange(1, 40)) if status != "created" else None
    days = max(1.5, DELIVERY_MEDIAN * math.exp(chance.gauss(0, DELIVERY_SIGMA)))
    estimated = at + timedelta(days=max(12.0, chance.gauss(ESTIMATE_MEAN, ESTIMATE_SPREAD)))
    goes = status in ("delivered", "shipped")
    shipped = at + timedelta(days=min(days * 0.3, 1.9), hours=1) if goes else None
    delivered = at + timedelta(days=days) if status == "delivered" else None
    rows.orders.append(
        (
            ref,
            customer,
            status,
            at,
            approved or "",
            _second(shipped),
            _second(delivered),
            _second(estimated),
        )
    )
    city, state = CITIES[number % len(CITIES)]
    rows.customers.append(
        (
            customer,
            _ref("person", seed, number * 31 % max(1, int(number * 0.97) + 1)),
            "000000",
            city,
            state,
        )
    )
    for n in range(count):
        rows.items.append(
            (
                ref,
                n + 1,
                product[0],
                product[5],
                _second(shipped or at),
                f"{price:.2f}",
                f"{freight:.2f}",
            )
        )
    total = (price + freight) * count
    rows.payments.append((ref, 1, _pick(chance, PAYMENTS), 1, f"{total:.2f}"))
    if delivered and chance.random() < 0.97:
        _review(chance, rows, ref, delivered, late=delivered.date() > estimated.date())


def _review(chance: Random, rows: _Rows, ref: str, delivered: datetime, *, late: bool) -> None:
    score = _pick(chance, tuple(enumerate(SCORES[late], start=1)))
    words = chance.choice(REVIEWS[score])
    at = delivered + timedelta(hours=chance.randrange(2, 60))
    rows.reviews.append((_ref("review", ref), ref, score, "", words, _second(at), _second(at)))


def _pick(chance: Random, weighted: Sequence[tuple[T, int]]) -> T:
    """One of several by weight."""
    draw = chance.random() * sum(weight for _, weight in weighted)
    for what, weight in weighted:
        draw -= weight
        if draw < 0:
            return what
    return weighted[-1][0]


def _second(at: datetime | None) -> str:
    return at.replace(microsecond=0).isoformat(sep=" ") if at else ""
