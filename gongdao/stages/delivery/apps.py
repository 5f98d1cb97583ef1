"""How Django knows this room."""

from django.apps import AppConfig


class Delivery(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.delivery"
    label = "delivery"
