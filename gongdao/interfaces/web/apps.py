"""How Django knows this door."""

from django.apps import AppConfig


class Web(AppConfig):
    """The door's label is its folder's name."""

    name = "gongdao.interfaces.web"
    label = "web"
