"""How Django knows this room."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.registers.accounts"
    label = "accounts"
