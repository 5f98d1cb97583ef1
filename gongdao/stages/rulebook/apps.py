"""How Django knows this room."""

from django.apps import AppConfig


class Rulebook(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.rulebook"
    label = "rulebook"
