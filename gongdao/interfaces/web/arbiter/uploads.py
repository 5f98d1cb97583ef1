"""A file that a side sends on the page of a case, from a phone as well."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.disputes.exhibits import actions


def show(request: Any, ref: str) -> None:
    """Send a file with its words."""
    form, file = request.POST, request.FILES["file"]
    said = actions.Shown(
        form.get("fact", ""), form.get("shows", ""), file,
        form.get("audience", "both"), form.get("instead_of", ""),
    )  # fmt: skip
    actions.show(
        by=request.actor,
        dispute=ref,
        said=said,
        at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )
