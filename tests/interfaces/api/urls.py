"""The API alone, where the project mounts it."""

from django.urls import include, path

urlpatterns = [path("api/", include("gongdao.interfaces.api.urls"))]
