"""How Django knows this room."""

from django.apps import AppConfig


class Duties(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.registers.duties"
    label = "duties"
