"""How Django knows this room."""

from django.apps import AppConfig


class Remedies(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.remedies"
    label = "remedies"
