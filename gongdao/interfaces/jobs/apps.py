"""How Django knows this door."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """The door's label is its folder's name."""

    name = "gongdao.interfaces.jobs"
    label = "jobs"
