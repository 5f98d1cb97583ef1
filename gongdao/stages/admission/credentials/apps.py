"""How Django knows this room."""

from django.apps import AppConfig


class Credentials(AppConfig):
    """A room of its own within admission: its tables and its migrations are its own."""

    name = "gongdao.stages.admission.credentials"
    label = "credentials"
