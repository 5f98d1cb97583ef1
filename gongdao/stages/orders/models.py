"""Orders and their lines: the contract as it was concluded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.listings.models import Version
from gongdao.stages.orders.states import AMENDMENT, CREDIT_NOTE, INVOICE, ORDER


class Order(models.Model):
    """A contract between a buyer and a merchant, concluded when the order was submitted.

    Of a pre-order `earnest_minor` is paid first and the rest by `rest_by`; `earnest_binds` says that it
    was agreed to be earnest money, and not a mere down payment.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    external_id = models.CharField(max_length=80, null=True)
    buyer = columns.ref()
    merchant = columns.ref()
    law = models.CharField(max_length=8)
    currency = columns.currency()
    goods_minor = columns.minor()
    freight_minor = columns.minor()
    state = columns.state(ORDER)
    concluded_at = models.DateTimeField()
    ship_by = models.DateTimeField()
    deliver_by = models.DateField()
    earnest_minor = columns.minor_or_none()
    earnest_binds = models.BooleanField(default=False, db_default=False)
    rest_by = models.DateField(null=True)
    contract = models.JSONField()
    contract_digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(ORDER),
            columns.known_currency("order"),
            models.UniqueConstraint("marketplace", "external_id", name="order_external_once"),
            models.CheckConstraint(
                name="order_amounts_real",
                condition=models.Q(goods_minor__gt=0, freight_minor__gte=0),
            ),
            models.CheckConstraint(
                name="order_earnest_real",
                condition=models.Q(earnest_minor=None, rest_by=None, earnest_binds=False)
                | models.Q(
                    earnest_minor__gt=0,
                    earnest_minor__lt=models.F("goods_minor"),
                    rest_by__isnull=False,
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["buyer", "-id"], name="order_by_buyer"),
            models.Index(fields=["merchant", "-id"], name="order_by_merchant"),
            models.Index(fields=["marketplace", "-id"], name="order_by_marketplace"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def goods(self) -> Money:
        """The price of the goods."""
        return Money(self.currency, self.goods_minor)

    @property
    def freight(self) -> Money:
        """What the buyer pays for delivery."""
        return Money(self.currency, self.freight_minor)

    @property
    def total(self) -> Money:
        """What the buyer pays."""
        return self.goods + self.freight

    @property
    def earnest(self) -> Money | None:
        """What is paid first of a pre-order."""
        return None if self.earnest_minor is None else Money(self.currency, self.earnest_minor)


class Line(models.Model):
    """So many pieces of one version of one listing.

    A gift costs nothing and comes with what was bought of another version: `gift_for`. What it was
    said to be worth beforehand, all its pieces together, is `stated_minor`.
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.IntegerField()
    amount_minor = columns.minor()
    no_return_confirmed = models.BooleanField()
    gift_for = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    stated_minor = columns.minor_or_none()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="line_counts", condition=models.Q(quantity__gt=0)),
            models.CheckConstraint(
                name="line_bought_or_given",
                condition=models.Q(gift_for=None, stated_minor=None, amount_minor__gt=0)
                | models.Q(gift_for__isnull=False, stated_minor__gt=0, amount_minor=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.version_id}"


class Amendment(models.Model):
    """A change that one side proposes and the other answers, chained by digest to the contract.

    `change` holds what shall be different: `ship_by`, `deliver_by`, `words`, or `end`.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="amendments")
    number = models.IntegerField()
    proposed_by = columns.ref()
    reason = models.CharField(max_length=400)
    change = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    state = columns.state(AMENDMENT)
    proposed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(AMENDMENT),
            models.UniqueConstraint("order", "number", name="amendment_numbered_once"),
            models.UniqueConstraint(
                "order", name="amendment_open_once", condition=models.Q(state="proposed")
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def other(self) -> str:
        """Whoever has to answer."""
        order = self.order
        return order.merchant if self.proposed_by == order.buyer else order.buyer


class Invoice(models.Model):
    """That the buyer asked for an invoice, made out to whom, and its number once the merchant issued it.

    A person's needs no name; a company's has its name and tax number. `amount_minor` is what it is
    about: the price, less what had been refunded when it was issued.
    """

    order = models.OneToOneField(
        Order, on_delete=models.PROTECT, primary_key=True, related_name="invoice"
    )
    marketplace = columns.ref()
    state = columns.state(INVOICE)
    made_out_to = models.CharField(max_length=8, default="person", db_default="person")
    title = models.CharField(max_length=100, default="", db_default="")
    tax_number = models.CharField(max_length=20, default="", db_default="")
    number = models.CharField(max_length=40, default="")
    amount_minor = columns.minor_or_none()
    asked_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(INVOICE),
            models.CheckConstraint(
                name="invoice_made_out",
                condition=models.Q(made_out_to="person", title="", tax_number="")
                | (
                    models.Q(made_out_to="company") & ~models.Q(title="") & ~models.Q(tax_number="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.number}"


class CreditNote(models.Model):
    """An invoice for less than nothing (红字发票): what was refunded after the invoice was issued."""

    id = columns.own_ref()
    marketplace = columns.ref()
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    amount_minor = columns.minor()
    state = columns.state(CREDIT_NOTE)
    number = models.CharField(max_length=40, default="")
    owed_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(CREDIT_NOTE),
            models.CheckConstraint(name="credit_note_real", condition=models.Q(amount_minor__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.number}"
