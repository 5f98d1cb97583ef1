"""How Django knows this room."""

from django.apps import AppConfig


class Reports(AppConfig):
    """A room of its own within monitoring: its tables and its migrations are its own."""

    name = "gongdao.stages.monitoring.reports"
    label = "reports"
