"""How Django knows this room."""

from django.apps import AppConfig


class Reputation(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.reputation"
    label = "reputation"
