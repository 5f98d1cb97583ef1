"""How Django knows this room."""

from django.apps import AppConfig


class Orders(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.orders"
    label = "orders"
