"""How Django knows this room."""

from django.apps import AppConfig


class Listings(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.listings"
    label = "listings"
