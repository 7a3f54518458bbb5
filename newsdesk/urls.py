"""Admin, the desk's own admin endpoints, media, and the public site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from articles.views.copy_checks import copy_checks
from articles.views.picture_picker import describe_picture, picture_list
from articles.views.previews import preview_body, preview_page
from articles.views.tag_suggestions import tag_suggestions
from articles.views.uploads import fetch_picture, upload_image

# Models that were renamed: bookmarks of their lists lead on.
RENAMED_MODELS = {
    "site": "sitesettings",
    "stylerow": "stylerule",
    "conversionreport": "readerreport",
    "wordingreport": "readerreport",
}

urlpatterns = [
    path("admin/preview/", preview_body, name="preview_body"),
    path("admin/preview/page/", preview_page, name="preview_page"),
    path("admin/checks/", copy_checks, name="copy_checks"),
    path("admin/tags/", tag_suggestions, name="tag_suggestions"),
    path("admin/upload/", upload_image, name="upload_image"),
    path("admin/upload/fetch/", fetch_picture, name="fetch_picture"),
    path("admin/pictures/", picture_list, name="picture_list"),
    path("admin/pictures/<int:number>/", describe_picture, name="describe_picture"),
    *(
        re_path(
            rf"^admin/articles/{old}/(?P<rest>.*)$",
            RedirectView.as_view(
                url=f"/admin/articles/{new}/%(rest)s", permanent=True, query_string=True
            ),
        )
        for old, new in RENAMED_MODELS.items()
    ),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.forbidden"
handler404 = "articles.views.errors.not_found"
handler500 = "articles.views.errors.server_error"
