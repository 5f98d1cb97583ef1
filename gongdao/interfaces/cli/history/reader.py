"""Reading a folder in the public Olist column layout. Good rows land; bad rows are listed with the reason.

Needed: orders, order_items, order_payments, customers, sellers. Read when present: order_reviews,
products, and three files of our own that the generator writes: `gongdao_products.csv` (titles and
traits), `gongdao_shops.csv` (names of shops) and `gongdao_events.csv` (what happened after the
sale). Without the last, `events.derive` tells a plausible story from status, lateness and score.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from gongdao.interfaces.cli.history import events
from gongdao.interfaces.cli.history.past import (
    EVENTS,
    Fault,
    History,
    PastEvent,
    PastItem,
    PastOrder,
    PastPayment,
    PastProduct,
    PastReview,
)
from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

Row = Mapping[str, str]
T = TypeVar("T")
COLUMNS = {
    "olist_orders_dataset.csv": (
        "order_id", "customer_id", "order_status", "order_purchase_timestamp", "order_approved_at",
        "order_delivered_carrier_date", "order_delivered_customer_date",
        "order_estimated_delivery_date",
    ),
    "olist_order_items_dataset.csv": ("order_id", "product_id", "seller_id", "price", "freight_value"),
    "olist_order_payments_dataset.csv": ("order_id", "payment_type", "payment_value"),
    "olist_order_reviews_dataset.csv": (
        "order_id", "review_score", "review_comment_message", "review_creation_date",
    ),
    "olist_customers_dataset.csv": ("customer_id", "customer_unique_id"),
    "olist_sellers_dataset.csv": ("seller_id",),
    "gongdao_products.csv": ("product_id", "title_zh", "title_en", "category", "traits"),
    "gongdao_shops.csv": ("seller_id", "name_zh", "name_en"),
    "gongdao_events.csv": ("order_id", "at", "kind"),
}  # fmt: skip
OPTIONAL = {"olist_order_reviews_dataset.csv"} | {n for n in COLUMNS if n.startswith("gongdao")}


class Bad(Exception):
    """A row that cannot be taken: the column, a code, and why."""

    def __init__(self, column: str, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.column, self.code, self.words = column, code, Words(zh, en)


def read(folder: Path, *, zone: ZoneInfo) -> History:
    """The history in a folder. A missing file or column is a refusal; a bad row is a fault."""
    return _Reader(folder, zone).read()


class _Reader:
    def __init__(self, folder: Path, zone: ZoneInfo) -> None:
        self.folder, self.zone = folder, zone
        self.faults: list[Fault] = []

    def read(self) -> History:
        customers = dict(self._each("olist_customers_dataset.csv", self._customer))
        sellers = set(self._each("olist_sellers_dataset.csv", _seller))
        items = self._grouped("olist_order_items_dataset.csv", self._item)
        payments = self._grouped("olist_order_payments_dataset.csv", self._payment)
        reviews = self._grouped("olist_order_reviews_dataset.csv", self._review)
        told = self._grouped("gongdao_events.csv", self._event)
        seen: set[str] = set()

        def order(row: Row) -> list[PastOrder]:
            ref = row["order_id"]
            if ref in seen:
                raise Bad("order_id", "order_twice", "订单号重复。", "The order stands twice.")
            seen.add(ref)
            if row["customer_id"] not in customers:
                raise Bad("customer_id", "customer_unknown", "买家不存在。", "No such customer.")
            bought = items.get(ref, [])
            if not bought:
                raise Bad("order_id", "no_items", "订单没有商品。", "The order has no items.")
            if any(seller not in sellers for seller, _ in bought):
                raise Bad("seller_id", "seller_unknown", "商家不存在。", "No such seller.")
            parts = self._order(row, customers[row["customer_id"]], bought, payments.get(ref, []))
            reviewed = reviews.get(ref)
            first = replace(parts[0], review=reviewed[0] if reviewed else None)
            happened = tuple(told[ref]) if ref in told else ()
            return [replace(first, events=happened), *parts[1:]]

        orders = [o for group in self._each("olist_orders_dataset.csv", order) for o in group]
        if not (self.folder / "gongdao_events.csv").exists():
            orders = [replace(o, events=events.derive(o)) for o in orders]
        orders.sort(key=lambda o: (o.purchased_at, o.id))
        products = {p.id: p for p in self._each("gongdao_products.csv", _product)}
        shops = dict(self._each("gongdao_shops.csv", _shop))
        return History(orders, products, shops, self.faults)

    def _order(
        self,
        row: Row,
        customer: str,
        bought: list[tuple[str, PastItem]],
        paid: list[PastPayment],
    ) -> list[PastOrder]:
        """One order for each seller; the payment is told with the first."""
        at = {name: self._moment(row, name) for name in COLUMNS["olist_orders_dataset.csv"][3:]}
        purchased = at["order_purchase_timestamp"]
        estimated = at["order_estimated_delivery_date"]
        if purchased is None or estimated is None:
            raise Bad(
                "order_purchase_timestamp", "date_missing", "缺少日期。", "A date is missing."
            )
        approved, shipped = at["order_approved_at"], at["order_delivered_carrier_date"]
        delivered = at["order_delivered_customer_date"]
        if approved and approved < purchased:
            raise Bad(
                "order_approved_at",
                "time_backwards",
                "付款早于下单。",
                "Paid before it was ordered.",
            )
        if delivered and (shipped is None or delivered < shipped):
            raise Bad(
                "order_delivered_customer_date",
                "time_backwards",
                "签收早于发货。",
                "Delivered before it was shipped.",
            )
        by_seller: dict[str, list[PastItem]] = defaultdict(list)
        for seller, item in bought:
            by_seller[seller].append(item)
        return [
            PastOrder(
                id=row["order_id"] if n == 0 else f"{row['order_id']}-{n + 1}",
                customer=customer,
                seller=seller,
                status=row["order_status"],
                purchased_at=purchased,
                approved_at=approved,
                shipped_at=shipped,
                delivered_at=delivered,
                estimated_on=estimated.date(),
                items=tuple(goods),
                payments=tuple(paid) if n == 0 else (),
            )
            for n, (seller, goods) in enumerate(by_seller.items())
        ]

    def _customer(self, row: Row) -> tuple[str, str]:
        return row["customer_id"], row["customer_unique_id"]

    def _item(self, row: Row) -> tuple[str, PastItem]:
        price, freight = _minor(row, "price"), _minor(row, "freight_value")
        if not price:
            raise Bad("price", "price_zero", "价格须大于零。", "A price is above zero.")
        return row["seller_id"], PastItem(row["product_id"], price, freight)

    def _payment(self, row: Row) -> PastPayment:
        return PastPayment(row["payment_type"], _minor(row, "payment_value"))

    def _review(self, row: Row) -> PastReview:
        at = self._moment(row, "review_creation_date")
        if row["review_score"] not in "12345" or not row["review_score"] or at is None:
            raise Bad("review_score", "score_wrong", "评分须为1至5。", "A score is 1 to 5.")
        return PastReview(int(row["review_score"]), row["review_comment_message"] or "", at)

    def _event(self, row: Row) -> PastEvent:
        at = self._moment(row, "at")
        if at is None or row["kind"] not in EVENTS:
            raise Bad("kind", "event_unknown", "不认识的事件。", "Unknown event.")
        return PastEvent(at, row["kind"])

    def _moment(self, row: Row, column: str) -> datetime | None:
        """Local time of the marketplace, as the layout writes it; empty is none."""
        text = row[column]
        if not text:
            return None
        try:
            return datetime.fromisoformat(text).replace(tzinfo=self.zone)
        except ValueError:
            raise Bad(
                column, "date_unreadable", "日期无法识别。", "The date cannot be read."
            ) from None

    def _grouped(self, name: str, make: Callable[[Row], T]) -> dict[str, list[T]]:
        """Rows by their order."""
        found: dict[str, list[T]] = defaultdict(list)
        for ref, made in self._each(name, lambda row: (row["order_id"], make(row))):
            found[ref].append(made)
        return found

    def _each(self, name: str, make: Callable[[Row], T]) -> Iterator[T]:
        """Every good row of a file, made into something; the others become faults."""
        path = self.folder / name
        if not path.exists():
            if name in OPTIONAL:
                return
            raise Refusal("file_missing", f"缺少文件 {name}。", f"The file {name} is missing.")
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
            rows = csv.DictReader(stream)
            lacking = [c for c in COLUMNS[name] if c not in (rows.fieldnames or ())]
            if lacking:
                raise Refusal(
                    "column_missing",
                    f"文件 {name} 缺少列 {lacking[0]}。",
                    f"The file {name} has no column {lacking[0]}.",
                )
            for number, row in enumerate(rows, start=2):
                try:
                    yield make(_whole(row, COLUMNS[name]))
                except Bad as bad:
                    self.faults.append(Fault(name, number, bad.column, bad.code, bad.words))


def _whole(row: dict[str, str | None], columns: tuple[str, ...]) -> Row:
    """A row with all its columns, in UTF-8."""
    for column in columns:
        value = row.get(column)
        if value is None:
            raise Bad(column, "row_cut", "这一行不完整。", "The row is cut off.")
        if any("\udc80" <= letter <= "\udcff" for letter in value):
            raise Bad(column, "encoding_wrong", "不是 UTF-8 编码。", "This is not UTF-8.")
    return {column: row[column] or "" for column in columns}


def _minor(row: Row, column: str) -> int:
    """An amount in minor units, exactly; what others computed with floats is rounded to the cent."""
    try:
        cents = Decimal(row[column]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return parse(str(cents), currency="CNY").minor
    except (Refusal, InvalidOperation):
        raise Bad(
            column, "amount_unreadable", "金额无法识别。", "The amount cannot be read."
        ) from None


def _seller(row: Row) -> str:
    return row["seller_id"]


def _shop(row: Row) -> tuple[str, Words]:
    return row["seller_id"], Words(row["name_zh"], row["name_en"])


def _product(row: Row) -> PastProduct:
    traits = frozenset(row["traits"].split())
    title = Words(row["title_zh"], row["title_en"])
    return PastProduct(row["product_id"], title, row["category"], traits)
