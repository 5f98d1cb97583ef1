"""How Django knows this room."""

from django.apps import AppConfig


class Evidence(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.registers.evidence"
    label = "evidence"
