"""How Django knows this room."""

from django.apps import AppConfig


class Parties(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.registers.parties"
    label = "parties"
