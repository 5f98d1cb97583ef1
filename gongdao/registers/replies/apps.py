"""How Django knows this room."""

from django.apps import AppConfig


class Replies(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.registers.replies"
    label = "replies"
