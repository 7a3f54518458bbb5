"""The Chinese admin speaks Chinese: on every page, in both scripts, to a chief."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from bs4 import BeautifulSoup, Tag as Element
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import RequestFactory, TestCase
from django.urls import reverse

from articles.models import (
    Article,
    Conflict,
    ConversionReport,
    FoundSource,
    ImportRun,
    OpenAmbiguities,
    Pin,
    SameStory,
    Term,
)
from tests.admin.test_overtaken import ROWS
from tests.factories import make_article, make_draft, make_source
from tests.people import make_chief

# Words that Chinese desks write so, names, and what an editor types as it stands.
ALLOWED = {
    word.casefold()
    for word in """
    AI API ASCII AVIF CSV Ctrl EN English GIF Hexo HTML HTTP HTTPS Hugo ID IP IPTC Jekyll
    JPEG JPG JSON K KaTeX LaTeX Markdown MathJax MB kB NFKC PNG RSS Atom SEO TSV UTF URL
    UTC WebP XML YAML px slug widgets www WordPress Newsdesk com example http https GitHub
    """.split()
}
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
# What rows are called, and what programs and files write.
_DATA = "code, pre, kbd, script, style, template, [lang=en], [data-plain], option[value], time"
_SPOKEN = ("title", "aria-label", "placeholder", "alt")


def english_of(html: bytes) -> Iterator[str]:
    """Yield the Latin words of a page that are none of those allowed."""
    page = BeautifulSoup(html, "html.parser")
    for element in page.select(_DATA):
        if element.name != "option":
            element.decompose()
    texts = [str(text) for text in page.stripped_strings]
    for element in page.find_all(True):
        assert isinstance(element, Element)
        texts += [str(element[name]) for name in _SPOKEN if element.get(name)]
        texts += [
            str(value)
            for name, value in element.attrs.items()
            if name in {"data-saving", "data-offline", "data-failed"}
        ]
    for text in texts:
        for word in _WORD.findall(text):
            if word.casefold() not in ALLOWED:
                yield f"{word} in “{' '.join(text.split())[:80]}”"


class NoEnglishTests(TestCase):
    chief: ClassVar[User]
    rows: ClassVar[dict[type[Model], Model]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = User.objects.create_superuser("主编", password="主编")
        cls.rows = {model: make() for model, make in ROWS.items()}

    def request(self):
        request = RequestFactory().get("/")
        request.user = self.chief
        return request

    def addresses(self) -> Iterator[str]:
        yield reverse("admin:index")
        for model, desk in admin.site._registry.items():
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            yield reverse(f"{name}_changelist")
            if (row := self.rows.get(model)) is not None:
                for page in ("change", "history", "delete"):
                    yield reverse(f"{name}_{page}", args=[row.pk])
            if desk.has_add_permission(self.request()):
                yield reverse(f"{name}_add")

    def test_look(self) -> None:
        self.client.force_login(self.chief)
        found: dict[str, set[str]] = {}
        for language in ("zh-hans",):
            for address in self.addresses():
                try:
                    answer = self.client.get(
                        address, headers={"accept-language": language}
                    )
                except Exception as e:
                    print(address, repr(e))
                    continue
                for word in english_of(answer.content):
                    found.setdefault(word, set()).add(address)
        for word, places in sorted(found.items()):
            print(word, sorted(places)[:2], len(places))
