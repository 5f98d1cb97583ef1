"""How Django knows this room."""

from django.apps import AppConfig


class Aftersales(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.aftersales"
    label = "aftersales"
