"""How Django knows this room."""

from django.apps import AppConfig


class Dealing(AppConfig):
    """A room of its own within orders: its table and its migrations are its own."""

    name = "gongdao.stages.orders.dealing"
    label = "dealing"
