"""How Django knows this room."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.registers.ledger"
    label = "ledger"
