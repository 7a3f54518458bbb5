"""Redirects that editors write, and the old addresses beside a page's slug."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from articles.choices import Variant
from articles.models import Article, Page, Redirect

_MOST_ADDRESSES = 5
# A browser would read a backslash as a slash, and drop control characters.
_NO_PATH = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
_check_web = URLValidator(
    schemes=["http", "https"],
    message=_("Give a path that begins with one slash, or an address with http(s)://."),
)


def old_addresses(page: Page) -> str:
    """Name the addresses that lead to the page, for the note beside its slug. A query."""
    if not page.pk:
        return ""
    rows = Redirect.objects.leading_to(page).order_by("pk")
    paths = list(rows.values_list("path", flat=True)[: _MOST_ADDRESSES + 1])
    if not paths:
        return ""
    shown = [path.removeprefix("/*") for path in paths[:_MOST_ADDRESSES]]
    more = "…" if len(paths) > _MOST_ADDRESSES else ""
    return gettext("These lead here: %s") % ", ".join(shown) + more


def slug_held_by(article: Article) -> SafeString:
    """Say which article has a slug already, with the way to it."""
    return format_html(
        '{} <a href="{}" target="_blank">{}</a>',
        gettext("Another article has this slug already:"),
        reverse("admin:articles_article_change", args=[article.pk]),
        article.title,
    )


class RedirectForm(forms.ModelForm[Redirect]):
    """An address without a page, and where it leads; to nowhere, it is gone.

    ``own_host`` is that of the site, so that its addresses may be given in full.
    """

    fields: dict[str, Any]
    own_host = ""

    path = forms.CharField(
        label=_("Address"),
        max_length=600,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_(
            "A path of this site at which there is no page, such as /old/report/. One that "
            "begins with /*/ means every language and script: /*/special/."
        ),
    )
    leads_to = forms.CharField(
        label=_("Leads to"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_(
            "A path of this site or an address that begins with http:// or https://. A page "
            "of ours is found under whatever address it has later. Empty: the address "
            "answers that its page is gone for good."
        ),
    )

    class Meta:
        model = Redirect
        fields = ["path"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["leads_to"] = self.instance.target_in(settings.DEFAULT_VARIANT)
        self._page: Page | None = None

    def clean_path(self) -> str:
        given = self._local(self.cleaned_data["path"])
        if given == self.instance.path:
            return given
        path = unquote(given)
        is_plain = path.startswith("/") and not re.search(r"[?#]", path)
        if not is_plain or path.startswith("//") or _NO_PATH.search(path):
            raise ValidationError(_("Give a path that begins with one slash."))
        if _is_living(path):
            raise ValidationError(_("There is a page at this address."))
        kind, slug = _page_named(path)
        stored = Redirect.normal(path)
        is_every_variant = path.startswith("/*/")
        return Redirect.page_path(kind, slug) if kind and is_every_variant else stored

    def clean_leads_to(self) -> str:
        target = self._local(self.cleaned_data["leads_to"])
        if not target.startswith("/"):
            if target:
                _check_web(target)
            return target
        if target.startswith("//") or _NO_PATH.search(target):
            raise ValidationError(_("Give a path that begins with one slash."))
        return target

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        path, target = cleaned.get("path"), cleaned.get("leads_to", "")
        if not path or not target.startswith("/"):
            return cleaned
        asked, *rest = re.split(r"[?#]", target, maxsplit=1)
        asked = unquote(asked)
        page = _page_at(asked)
        if page is None and not _is_living(asked):
            self._refuse_to_go_on(path, asked)
        self._page = None if rest else page
        return cleaned

    def _refuse_to_go_on(self, path: str, target: str) -> None:
        """Refuse a target that leads back here or on to another address."""
        kind, slug = _page_named(target)
        stored = Redirect.stored_as(target)
        stored += [Redirect.page_path(kind, slug)] if kind else []
        if path in stored:
            self.add_error("leads_to", _("This leads to itself."))
            return
        others = Redirect.objects.exclude(pk=self.instance.pk)
        if other := others.with_targets().filter(path__in=stored).first():
            variant = settings.DEFAULT_VARIANT
            where = unquote(other.target_in(variant)) or _("nowhere")
            text = format_lazy(
                _("This leads on to {address}: name that."), address=where
            )
            self.add_error("leads_to", text)

    def save(self, commit: bool = True) -> Redirect:
        if self.has_changed():
            target = self.cleaned_data["leads_to"]
            first = target.lstrip("/").partition("/")[0]
            is_fixed = first in Variant and not self.instance.path.startswith("/*/")
            variant = first if self._page and is_fixed else ""
            self.instance.lead_to(self._page, "" if self._page else target, variant)
            self.instance.reason = Redirect.Reason.WRITTEN
        return super().save(commit)

    def _local(self, given: str) -> str:
        """Return an address of this site without scheme and host, another as it is."""
        given = given.strip()
        try:
            parts = urlsplit(given)
        except ValueError:  # Its checks say what is wrong.
            return given
        if parts.scheme in {"http", "https"} and parts.netloc.lower() == self.own_host:
            return parts._replace(scheme="", netloc="").geturl() or "/"
        return given


def _match(path: str) -> ResolverMatch | None:
    if path.startswith("/*/"):
        path = f"/{settings.DEFAULT_VARIANT}{path.removeprefix('/*')}"
    try:
        return resolve(path)
    except Resolver404:
        return None if path.endswith("/") else _match(f"{path}/")


def _page_named(path: str) -> tuple[str, str]:
    """Return the kind and slug of the page that an address is one of; else empty."""
    match = _match(path)
    if match is None or "slug" not in match.kwargs:
        return "", ""
    return match.kwargs.get("kind", "article"), match.kwargs["slug"]


def _page_at(path: str) -> Page | None:
    match = _match(path)
    kind, slug = _page_named(path)
    if not match or match.url_name != f"{kind}_detail":
        return None
    model: Any = Redirect._meta.get_field(kind).related_model
    page: Page | None = model.objects.filter(slug=slug).first()
    return page


def _is_living(path: str) -> bool:
    """Tell whether this site has a page at the path, or at it behind a variant."""
    match = _match(path)
    if match is None:
        return False
    if "slug" in match.kwargs:
        kind, slug = _page_named(path)
        model: Any = Redirect._meta.get_field(kind).related_model
        return bool(model.objects.filter(slug=slug).exists())
    if "rest" in match.kwargs:  # Led to the reader's own variant.
        return _is_living(f"/{settings.DEFAULT_VARIANT}{path}")
    return True
