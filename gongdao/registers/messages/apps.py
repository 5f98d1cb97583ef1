"""How Django knows this room."""

from django.apps import AppConfig


class Messages(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.registers.messages"
    label = "messages"
