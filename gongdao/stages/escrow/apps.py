"""How Django knows this room."""

from django.apps import AppConfig


class Escrow(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.escrow"
    label = "escrow"
