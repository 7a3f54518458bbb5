"""Configured and declared languages: what counts, and what is said where they are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.archive.exporter import export_articles
from articles.archive.importer import import_paths
from articles.models import Article, DeclaredLanguage, ImportedFile, ImportRun

pytestmark = pytest.mark.django_db
STORY = "---\ntitle: {}\ndate: 2025-02-10\n{}---\n{}\n"
# No character of it tells Hong Kong from Taiwan.
TRADITIONAL = "關係與業績的變動，將於會議後說明。"
SIMPLIFIED = "关系与业绩的变动，将于会议后说明。"
ENGLISH = (
    "The committee met on Tuesday and decided to keep the rates as they were. " * 8
)
GERMAN = "Der Ausschuss hat am Dienstag beschlossen, die Zinsen nicht zu senken. " * 8


class Site:
    """A folder of files, imported as often as asked."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "papers"

    def write(self, place: str, text: str = TRADITIONAL, keys: str = "") -> None:
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        is_story = path.suffix == ".md"
        title = "會議" if text == TRADITIONAL else path.stem
        whole = STORY.format(title, keys, text) if is_story else text
        path.write_text(whole, encoding="utf-8")

    def bring(self, language: str = "", *, dry_run: bool = False) -> list[str]:
        """Import; return what is said of the languages."""
        found = import_paths([self.root], language=language, dry_run=dry_run)
        self.actions = [str(outcome.action) for outcome in found.outcomes]
        return [one.problem.message for one in found.languages.problems()]

    @property
    def languages(self) -> dict[str, str]:
        rows = ImportedFile.objects.values_list("path", "article__language")
        return dict(rows)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_declared_archive_is_in_that_language_now_and_later(site: Site) -> None:
    for number in range(3):
        site.write(f"content/{number}.md")
    site.bring()
    assert {*site.languages.values()} == {"zh-Hant-TW"}
    site.bring("zh-Hant-HK", dry_run=True)
    assert site.actions == ["updated"] * 3
    assert not DeclaredLanguage.objects.exists()
    site.bring("zh-Hant-HK")
    assert {*site.languages.values()} == {"zh-Hant-HK"}
    site.write("content/3.md")
    site.bring()
    assert site.actions == ["unchanged"] * 3 + ["created"]
    assert {*site.languages.values()} == {"zh-Hant-HK"}


def test_a_folder_is_declared_by_itself_and_the_innermost_decides(site: Site) -> None:
    for place in ("content/a.md", "content/hk/b.md", "content/hk/tw/c.md"):
        site.write(place)
    site.bring()
    rows = {"content/hk": "zh-Hant-HK", "content/hk/tw": "zh-Hant-TW", "": "zh"}
    for folder, language in rows.items():
        DeclaredLanguage.objects.create(
            archive="papers", folder=folder, language=language
        )
    site.bring()
    assert site.languages == {
        "content/a.md": "zh-Hant-TW",
        "content/hk/b.md": "zh-Hant-HK",
        "content/hk/tw/c.md": "zh-Hant-TW",
    }
    DeclaredLanguage.objects.all().delete()
    site.bring()
    assert {*site.languages.values()} == {"zh-Hant-TW"}


def test_naming_a_folder_or_a_file_declares_that_alone(site: Site) -> None:
    site.write("content/a.md")
    site.write("content/hk/b.md")
    for path, folder in (
        ("content/hk", "content/hk"),
        ("content/a.md", "content/a.md"),
    ):
        [*import_paths([site.root / path], language="zh-Hant-HK").outcomes]
        assert DeclaredLanguage.objects.filter(archive="papers", folder=folder).exists()
    assert {*site.languages.values()} == {"zh-Hant-HK"}


def test_a_file_that_says_its_language_or_plainly_shows_another_keeps_it(
    site: Site,
) -> None:
    site.write("content/tw.md", keys="lang: zh-TW\n")
    site.write("content/plain.md", keys="lang: zh\n")
    site.write("content/named.zh-tw.md")
    site.write("content/english.md", ENGLISH)
    site.write("content/simplified.md", SIMPLIFIED)
    site.write("content/taiwan.md", f"{TRADITIONAL}網路與軟體。")
    site.bring("zh-Hant-HK")
    assert site.languages == {
        "content/tw.md": "zh-Hant-TW",
        "content/plain.md": "zh-Hant-HK",
        "content/named.zh-tw.md": "zh-Hant-TW",
        "content/english.md": "en",
        "content/simplified.md": "zh-Hans",
        "content/taiwan.md": "zh-Hant-HK",
    }


def test_an_editor_s_language_outlives_a_declaration(site: Site) -> None:
    site.write("content/a.md")
    site.bring()
    article = Article.objects.get()
    article.language = "zh-Hans"
    from articles.publishing import save

    save(article)
    site.bring("zh-Hant-HK")
    assert site.languages == {"content/a.md": "zh-Hans"}


def test_a_declared_file_is_exported_to_the_byte(site: Site, tmp_path: Path) -> None:
    site.write("content/a.md")
    site.bring("zh-Hant-HK")
    [*export_articles(tmp_path / "out")[1]]
    exported = tmp_path / "out" / "papers" / "content/a.md"
    assert exported.read_bytes() == (site.root / "content/a.md").read_bytes()


@pytest.mark.parametrize(
    ("configuration", "text", "shown"),
    [
        ('languageCode = "en-us"', SIMPLIFIED, "zh-Hans"),
        ('defaultContentLanguage = "en"\n[languages.en]', SIMPLIFIED, "zh-Hans"),
        ("[languages.zh-cn]", TRADITIONAL, "zh-Hant-TW"),
        ("[languages.zh-cn]", ENGLISH, "en"),
        ("[languages.zh-cn]", GERMAN, "another language"),
        ("[languages.en]", GERMAN, "another language"),
        ("[languages.en]", "Комитет решил оставить ставки. " * 9, "ru"),
        ("[languages.de]", ENGLISH, "en"),
    ],
)
def test_a_configured_language_that_most_texts_contradict_is_said_once(
    site: Site, configuration: str, text: str, shown: str
) -> None:
    site.write("hugo.toml", f"{configuration}\n")
    for number in range(4):
        site.write(f"content/{number}.md", text)
    (message,) = site.bring()
    assert f"4 of 4 texts show {shown}." in message
    assert site.bring() == []  # Nothing was read.
    assert ImportRun.objects.order_by("pk")[0].codes["configured-language"] == 1


@pytest.mark.parametrize(
    ("configuration", "text"),
    [
        ("[languages.de]", GERMAN),
        ("[languages.uk]", "Комітет вирішив залишити ставки. " * 9),
        ("[languages.zh-hk]", TRADITIONAL),
        ("[languages.zh]", SIMPLIFIED),
        ("[languages.en]", "Q4 2025"),
        ("[languages.ja]", "これは日本銀行の発表です。" * 5),
    ],
)
def test_a_configured_language_that_fits_is_not_spoken_of(
    site: Site, configuration: str, text: str
) -> None:
    site.write("hugo.toml", f"{configuration}\n")
    for number in range(4):
        site.write(f"content/{number}.md", text)
    assert site.bring() == []


def test_a_few_texts_in_another_language_are_no_warning(site: Site) -> None:
    site.write("hugo.toml", "[languages.zh-cn]\n")
    for number in range(10):
        site.write(f"content/{number}.md", ENGLISH if number < 5 else SIMPLIFIED)
    assert site.bring() == []


def test_the_command_says_it_in_words_and_in_the_report(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("hugo.toml", "[languages.en]\n")
    for number in range(3):
        site.write(f"content/{number}.md")
    report = tmp_path / "report.json"
    call_command("import_markdown", site.root, report=report)
    error = capsys.readouterr().err
    assert f"{site.root}/hugo.toml: warning: en is configured, but 3 of 3" in error
    (problem,) = json.loads(report.read_text())["site_problems"]
    assert (problem["code"], problem["level"]) == ("configured-language", "warning")
    call_command("import_markdown", site.root, "--language", "zh-HK", verbosity=0)
    assert {*site.languages.values()} == {"zh-Hant-HK"}
    with pytest.raises(CommandError, match="“Klingon” is no language: write zh-CN"):
        call_command("import_markdown", site.root, "--language", "Klingon")
