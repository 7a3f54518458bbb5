"""Admin, the desk's own admin endpoints, media, and the public site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from articles.views.previews import preview_body, preview_page
from articles.views.uploads import upload_image

urlpatterns = [
    path("admin/preview/", preview_body, name="preview_body"),
    path("admin/preview/page/", preview_page, name="preview_page"),
    path("admin/upload/", upload_image, name="upload_image"),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.forbidden"
handler404 = "articles.views.errors.not_found"
