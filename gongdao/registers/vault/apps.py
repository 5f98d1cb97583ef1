"""How Django knows this room."""

from django.apps import AppConfig


class Vault(AppConfig):
    """The room's label is its folder's name."""

    name = "gongdao.registers.vault"
    label = "vault"
