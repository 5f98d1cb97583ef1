"""How Django knows this room."""

from django.apps import AppConfig


class Pricing(AppConfig):
    """A room of its own within listings: its tables and its migrations are its own."""

    name = "gongdao.stages.listings.pricing"
    label = "pricing"
