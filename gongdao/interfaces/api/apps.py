"""How Django knows this door."""

from django.apps import AppConfig


class Api(AppConfig):
    """The door's label is its folder's name."""

    name = "gongdao.interfaces.api"
    label = "api"
