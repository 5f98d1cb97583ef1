"""How Django knows this room."""

from django.apps import AppConfig


class Privacy(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.privacy"
    label = "privacy"
