"""How Django knows this room."""

from django.apps import AppConfig


class Disputes(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.disputes"
    label = "disputes"
