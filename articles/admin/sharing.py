"""The links by which others read an article before it is public."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext

from articles.admin.article_pages import ArticlePages
from articles.models import Article, PreviewLink
from articles.publishing import revoke_preview, share_preview

PAGE = "admin:articles_article_sharing"
# Where the address of a link that was just made waits to be shown, once.
_NEW_LINK = "new_preview_link"
_MOST_SHOWN = 20


class SharedArticleAdmin(ArticlePages):
    """Articles with a page on which their preview is shared."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.sharing_view)
        name = PAGE.partition(":")[2]
        return [path("<int:pk>/sharing/", view, name=name), *super().get_urls()]

    def sharing_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.article_seen(request, pk)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._share_or_revoke(request, article)
            return HttpResponseRedirect(reverse(PAGE, args=[article.pk]))
        links = article.preview_links.open().select_related("created_by")
        context: dict[str, Any] = {
            "title": gettext("Share the preview"),
            "subtitle": str(article),
            "links": links[:_MOST_SHOWN],
            "new_link": request.session.pop(_NEW_LINK, ""),
        }
        return self.article_page(request, "article/sharing", article, context)

    def _share_or_revoke(self, request: HttpRequest, article: Article) -> None:
        """Revoke the link whose number was sent, else make one."""
        number = request.POST.get("revoke", "")
        if not number:
            token = share_preview(article, by=cast(User, request.user))
            own = reverse("articles:shared_preview", args=[token])
            request.session[_NEW_LINK] = request.build_absolute_uri(own)
            return
        links = article.preview_links.all()
        link = next((link for link in links if str(link.pk) == number), None)
        if link is not None:
            self._revoke(request, link)

    def _revoke(self, request: HttpRequest, link: PreviewLink) -> None:
        revoke_preview(link, by=cast(User, request.user))
        text = gettext("The link opens nothing any more.")
        self.message_user(request, text, messages.SUCCESS)
