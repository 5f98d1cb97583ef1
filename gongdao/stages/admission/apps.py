"""How Django knows this room."""

from django.apps import AppConfig


class Admission(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.stages.admission"
    label = "admission"
