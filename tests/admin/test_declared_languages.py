"""A desk says what an archive, or a folder in it, is written in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from articles.archive.importer import import_paths
from articles.choices import Visibility
from articles.models import Article, DeclaredLanguage
from tests.admin.data import CHANGE, LIST, data_of
from tests.factories import make_article
from tests.people import make_chief, make_reporter

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_declaredlanguage_add")
ALL = reverse("admin:articles_declaredlanguage_changelist")
STORY = "---\ntitle: 會議\ndate: 2025-02-10\n---\n關係與業績的變動，將於會議後說明。\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "papers/content/hk/a.md"
    path.parent.mkdir(parents=True)
    path.write_text(STORY, encoding="utf-8")
    [*import_paths([tmp_path / "papers"]).outcomes]
    return tmp_path / "papers"


def test_a_folder_declared_in_the_admin_is_read_again_by_the_next_import(
    archive: Path, client: Client
) -> None:
    client.force_login(make_chief())
    data = {"archive": "papers", "folder": "/content/hk/", "language": "zh-Hant-HK"}
    answer = client.post(ADD, data, follow=True)
    assert "会重读" in answer.content.decode() or "again" in answer.content.decode()
    declared = DeclaredLanguage.objects.get()
    assert (declared.folder, declared.language) == ("content/hk", "zh-Hant-HK")
    [*import_paths([archive]).outcomes]
    assert Article.objects.get().language == "zh-Hant-HK"
    assert "content/hk" in client.get(ALL).content.decode()


def test_a_folder_that_no_file_came_from_is_refused(
    archive: Path, client: Client
) -> None:
    client.force_login(make_chief())
    for folder, is_known in (("content/h", False), ("content/hk/a.md", True)):
        data = {"archive": "papers", "folder": folder, "language": "zh-Hant-HK"}
        client.post(ADD, data)
        assert DeclaredLanguage.objects.filter(folder=folder).exists() is is_known


def test_a_reporter_declares_nothing(client: Client) -> None:
    client.force_login(make_reporter())
    assert client.get(ADD).status_code == 403


def test_an_editor_chooses_where_an_article_is_listed(client: Client) -> None:
    client.force_login(make_chief())
    article = make_article()
    url = reverse(CHANGE, args=[article.pk])
    assert client.post(url, data_of(article, visibility="unlisted")).status_code == 302
    article.refresh_from_db()
    assert article.visibility == Visibility.UNLISTED
    assert "desk-state--unlisted" in client.get(reverse(LIST)).content.decode()
    # A form that does not speak of it leaves it alone.
    assert client.post(url, data_of(article)).status_code == 302
    article.refresh_from_db()
    assert article.visibility == Visibility.UNLISTED
