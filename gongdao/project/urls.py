"""Every address of the product."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("gongdao.interfaces.api.urls")),
    path("", include("gongdao.interfaces.web.urls")),
]
