"""Every address that the legacy site had leads somewhere here."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from articles.archive.importer import SAMPLE_ARCHIVE, ImportResult, import_paths
from articles.archive.importer.old_addresses import SAMPLES
from articles.models import Article, ImportedFile, Redirect, Tag
from articles.publishing import merge_labels
from tests.factories import make_article

pytestmark = pytest.mark.django_db
STORY = "---\ntitle: {}\ndate: 2025-02-10\n{}---\n正文。\n"
SITE = """baseURL = "https://old.example/"
defaultContentLanguage = "zh-cn"
[taxonomies]
tag = "tags"
topic = "topics"
[languages.zh-cn]
contentDir = "content/zh-cn"
[languages.en]
contentDir = "content/en"
"""


def write(root: Path, place: str, title: str, keys: str = "") -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STORY.format(title, keys), encoding="utf-8")


def bring(root: Path) -> list[ImportResult]:
    return list(import_paths([root]).outcomes)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "desk"
    root.mkdir()
    (root / "hugo.toml").write_text(SITE)
    return root


def leads(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 301, (path, answer.status_code)
    return str(answer["Location"])


def test_an_alias_stands_below_the_prefix_of_each_language(
    site: Path, client: Client
) -> None:
    write(site, "content/zh-cn/news/a.md", "甲", "aliases: [/old/]\nslug: jia\n")
    write(site, "content/en/news/a.md", "A", "aliases: [/old/, near]\nslug: one\n")
    write(site, "content/en/news/b.md", "B", "aliases: [/alone/]\nslug: two\n")
    results = bring(site)
    assert not [problem for result in results for problem in result.problems]
    for path, target in {
        "/old/": "/zh-cn/articles/jia/",
        "/en/old/": "/en/articles/one/",
        "/en/news/near/": "/en/articles/one/",
        "/alone/": "/en/articles/two/",
        "/en/alone/": "/en/articles/two/",
    }.items():
        assert leads(client, path) == target


def test_the_page_of_a_label_is_found_as_hugo_spelled_it(
    site: Path, client: Client
) -> None:
    names = "['Federal Reserve', 'C++', '美联储 加息', 'S&P 500']"
    write(site, "content/en/a.md", "A", f"tags: {names}\ncategories: [US Stocks!]\n")
    write(site, "content/zh-cn/a.md", "甲", f"topics: {names}\nauthors: [Lin, Lan]\n")
    bring(site)
    slugs = dict(Tag.objects.values_list("name", "slug"))
    for path, target in {
        "/en/tags/c++/": f"/en/tags/{slugs['C++']}/",
        "/topics/federal-reserve/": f"/zh-cn/tags/{slugs['Federal Reserve']}/",
        "/en/categories/us-stocks/": None,  # Our own page has that address.
        "/topics/sp-500/": f"/zh-cn/tags/{slugs['S&P 500']}/",
        "/en/tags/federal-reserve/": None,
    }.items():
        if target:
            assert leads(client, path) == target
        else:
            assert client.get(path).status_code == 200
    before = Redirect.objects.count()
    assert before
    bring(site)
    assert Redirect.objects.count() == before


def test_an_address_of_a_label_outlives_its_merging(site: Path, client: Client) -> None:
    write(site, "content/en/a.md", "A", "tags: [C++]\n")
    bring(site)
    make_article(tags=["cpp"])
    into = Tag.objects.get(name="cpp")
    merge_labels([Tag.objects.get(name="C++")], into)
    assert leads(client, "/en/tags/c++/") == f"/en/tags/{into.slug}/"


def test_a_new_tag_in_a_changed_file_has_its_old_address(
    site: Path, client: Client
) -> None:
    write(site, "content/en/a.md", "A")
    bring(site)
    write(site, "content/en/a.md", "A", "tags: [C++ now]\n")
    bring(site)
    slug = Tag.objects.get().slug
    assert leads(client, "/en/tags/c++-now/") == f"/en/tags/{slug}/"


def test_an_archive_takes_an_old_address_away_from_a_sample(
    site: Path, tmp_path: Path, client: Client
) -> None:
    sample = tmp_path / SAMPLES
    write(sample, "content/news/x.md", "样", "url: /zh-cn/news/x/\nslug: sample\n")
    bring(sample)
    write(site, "content/zh-cn/a.md", "甲", "url: /zh-cn/news/x/\nslug: own\n")
    (result,) = bring(site)
    assert not result.problems
    assert leads(client, "/zh-cn/news/x/") == "/zh-cn/articles/own/"
    write(sample, "content/news/x.md", "样二", "url: /zh-cn/news/x/\nslug: sample\n")
    (result,) = bring(sample)
    assert [problem.code for problem in result.problems] == ["address-taken"]
    assert leads(client, "/zh-cn/news/x/") == "/zh-cn/articles/own/"


def test_the_samples_of_a_new_site_are_known_as_such() -> None:
    call_command("import_markdown", SAMPLE_ARCHIVE, verbosity=0)
    assert {*ImportedFile.objects.values_list("archive", flat=True)} == {SAMPLES}


def test_the_alias_of_a_living_article_stays_its_own(site: Path) -> None:
    write(site, "content/zh-cn/a.md", "甲", "url: /x/\n")
    write(site, "content/zh-cn/b.md", "乙", "aliases: [/x/]\n")
    codes = {
        result.path.name: [p.code for p in result.problems] for result in bring(site)
    }
    assert codes == {"a.md": [], "b.md": ["address-taken"]}
    redirect = Redirect.objects.get(path="/x/")
    assert redirect.article == Article.objects.get(title="甲")
