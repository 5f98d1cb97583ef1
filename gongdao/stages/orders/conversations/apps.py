"""How Django knows this room."""

from django.apps import AppConfig


class Conversations(AppConfig):
    """A room of its own within orders: its tables and its migrations are its own."""

    name = "gongdao.stages.orders.conversations"
    label = "conversations"
