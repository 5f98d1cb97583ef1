"""How Django knows this room."""

from django.apps import AppConfig


class Promotions(AppConfig):
    """A room of its own within orders: its tables and its migrations are its own."""

    name = "gongdao.stages.orders.promotions"
    label = "promotions"
