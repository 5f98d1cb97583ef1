"""Every address of the API; the project mounts them under /api/."""

from __future__ import annotations

from django.urls import path

from gongdao.interfaces.api.api import api

urlpatterns = [path("v1/", api.urls)]
