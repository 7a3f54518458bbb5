"""What the configurations of Jekyll, Hexo and Zola say of their files."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from articles.archive.hugo.configuration import Configuration
from articles.archive.hugo.configuration_files import BadConfiguration
from articles.archive.hugo.ignored_settings import ignored_settings
from articles.archive.problems import Problems
from articles.archive.reader import ArchiveSettings, ParsedFile, parse_file

POST = "_posts/2024-01-02-a.md"


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def jekyll(root: Path, settings: str) -> Configuration:
    write(root, "_config.yml", settings)
    write(root, POST, "")
    return Configuration.of(root, "Asia/Shanghai")


def hexo(site: Path, settings: str) -> Configuration:
    write(site, "_config.yml", settings)
    write(site, "source/_posts/a.md", "")
    return Configuration.of(site / "source", "Asia/Shanghai")


def parse(configuration: Configuration, path: str, header: str = "") -> ParsedFile:
    text = f"---\ntitle: 标题\n{header}\n---\n正文，没有别的。\n"
    settings = ArchiveSettings(configuration, "site")
    return parse_file(text.encode(), PurePosixPath(path), settings, Problems())


def test_jekylls_time_zone_is_that_of_days_in_names(tmp_path: Path) -> None:
    parsed = parse(jekyll(tmp_path, "timezone: America/New_York"), POST)
    assert parsed.values["published_at"].isoformat() == "2024-01-02T00:00:00-05:00"


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("", "b/news/markets/2024/01/02/a.html"),
        ("permalink: pretty", "b/news/markets/2024/01/02/a"),
        ("permalink: /n/:year/:title/", "b/n/2024/a"),
        ("permalink: /n/:nonsense/", "b/news/markets/2024/01/02/a.html"),
    ],
)
def test_jekylls_permalink_and_base_are_in_the_old_address(
    tmp_path: Path, permalink: str, address: str
) -> None:
    configuration = jekyll(tmp_path, f"baseurl: /b/\n{permalink}")
    parsed = parse(configuration, POST, "categories: news markets")
    assert parsed.old_addresses[0].strip("/") == address


def test_for_jekyll_spaces_part_categories_and_tags(tmp_path: Path) -> None:
    header = "categories: news 市场\ntags: a b\ncategory: two words"
    values = parse(jekyll(tmp_path, "title: x"), POST, header).values
    assert values["categories"] == ["news", "市场", "two words"]
    assert values["tags"] == ["a", "b"]
    assert parse(hexo(tmp_path / "h", "title: x"), "_posts/a.md", header).values[
        "tags"
    ] == ["a b"]


DEFAULTS = """
defaults:
- scope: {path: "", type: posts}
  values: {author: Desk, lang: zh-HK, permalink: "/p/:title/"}
- scope: {path: ""}
  values: {author: Nobody, draft: true}
- scope: {path: _posts/wire}
  values: {author: Wire}
- scope: {path: about.md}
  values: {author: Us}
"""


@pytest.mark.parametrize(
    ("path", "author"),
    [
        (POST, "Desk"),
        ("_posts/wire/2024-01-02-a.md", "Wire"),
        ("_drafts/a.md", "Nobody"),
        ("pages/a.md", "Nobody"),
        ("about.md", "Us"),
    ],
)
def test_jekylls_defaults_are_handed_down_the_nearest_first(
    tmp_path: Path, path: str, author: str
) -> None:
    values = parse(jekyll(tmp_path, DEFAULTS), path).values
    assert values["authors"] == [author]
    assert values["is_draft"]


def test_a_files_own_key_comes_before_the_defaults(tmp_path: Path) -> None:
    parsed = parse(jekyll(tmp_path, DEFAULTS), POST, "author: Lin")
    assert parsed.values["authors"] == ["Lin"]
    assert parsed.values["language"] == "zh-Hant-HK"
    assert parsed.old_addresses[0].strip("/") == "p/a"


def test_posts_of_a_folder_are_read_by_the_configuration_above(tmp_path: Path) -> None:
    write(tmp_path, "_config.yml", "timezone: UTC\npermalink: /:categories/:title/")
    write(tmp_path, f"blog/{POST}", "")
    configuration = Configuration.of(tmp_path / "blog", "Asia/Shanghai")
    assert configuration.time_zone == "UTC"
    assert parse(configuration, POST).old_addresses[0].strip("/") == "blog/a"


def test_hexos_settings(tmp_path: Path) -> None:
    configuration = hexo(
        tmp_path,
        "timezone: UTC\nroot: /blog/\nlanguage: [zh-TW, en]\n"
        "permalink: :year/:category/:title.html\n",
    )
    parsed = parse(configuration, "_posts/a.md", "date: 2024-01-02\ncategories: [fx]")
    assert parsed.old_addresses[0].strip("/") == "blog/2024/fx/a.html"
    assert parsed.values["published_at"].isoformat() == "2024-01-02T00:00:00+00:00"
    page = parse(configuration, "about/index.md", "date: 2024-01-02")
    assert page.old_addresses[0].strip("/") == "blog/about"


@pytest.mark.parametrize(
    ("settings", "markup"),
    [
        ("title: x", {"hard_wraps": True}),
        ("marked: {breaks: false}", {}),
        ("marked: {gfm: false, smartypants: false}", {"typographer": False}),
        ("markdown: {render: {breaks: true}}", {"hard_wraps": True}),
        ("markdown: {render: {breaks: false, typographer: true}}", {}),
    ],
)
def test_hexo_breaks_lines_unless_told_otherwise(
    tmp_path: Path, settings: str, markup: dict[str, bool]
) -> None:
    assert dict(hexo(tmp_path, settings).markup) == markup


def test_jekyll_breaks_lines_if_told_to(tmp_path: Path) -> None:
    assert not jekyll(tmp_path, "title: x").markup
    configuration = jekyll(tmp_path, "kramdown: {hard_wrap: true}")
    assert dict(configuration.markup) == {"hard_wraps": True}
    assert Configuration.from_data(configuration.data) == configuration


def test_names_tell_other_languages_than_the_sites(tmp_path: Path) -> None:
    configuration = jekyll(tmp_path, "lang: en")
    for path in ("_posts/2024-01-02-a.zh-tw.md", "zh-tw/_posts/2024-01-02-a.md"):
        assert parse(configuration, path).values["language"] == "zh-Hant-TW"


@pytest.mark.parametrize(
    ("text", "line"), [("a: [b\n", ":"), ("- a\n", ":1"), ("plain words\n", ":1")]
)
def test_one_that_is_no_yaml_is_refused_with_its_line(
    tmp_path: Path, text: str, line: str
) -> None:
    with pytest.raises(BadConfiguration, match=f"_config.yml{line}"):
        jekyll(tmp_path, text)


def test_an_empty_one_says_nothing(tmp_path: Path) -> None:
    assert jekyll(tmp_path, "# nothing\n").time_zone == "Asia/Shanghai"


def test_a_zone_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="Mars"):
        jekyll(tmp_path, "timezone: Mars/Base")


ZOLA = 'base_url = "https://z.example/blog"\ndefault_language = "zh"\n'


def zola(root: Path, settings: str = "") -> Configuration:
    write(root, "config.toml", ZOLA + settings)
    write(root, "content/a.md", "")
    return Configuration.of(root, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("path", "header", "address"),
    [
        ("content/news/2022-07-21_topic.md", "", "blog/news/topic"),
        ("content/news/2022-07-21-topic/index.md", "", "blog/news/topic"),
        ("content/news/topic.md", "path: 2022/07/21/old/", "blog/2022/07/21/old"),
    ],
)
def test_zola_leaves_the_day_out_of_addresses_or_has_it_in_path(
    tmp_path: Path, path: str, header: str, address: str
) -> None:
    parsed = parse(zola(tmp_path), path, header)
    assert parsed.old_addresses[0].strip("/") == address
    assert parsed.values["published_at"].date().isoformat() == "2022-07-21"
    assert parsed.slugs[0] == "topic"


def test_zola_keeps_days_if_told_to_and_sets_no_dashes(tmp_path: Path) -> None:
    configuration = zola(tmp_path, "[slugify]\npaths_keep_dates = true\n")
    parsed = parse(configuration, "content/2022-07-21-topic.md")
    assert parsed.old_addresses[0].strip("/") == "blog/2022-07-21-topic"
    assert dict(configuration.markup) == {"typographer": False}
    assert Configuration.from_data(configuration.data) == configuration


def test_without_a_configuration_path_is_an_address_unless_it_names_a_file() -> None:
    configuration = Configuration("UTC")
    parsed = parse(configuration, "content/a.md", "path: /2022/07/21/old")
    assert parsed.old_addresses[0].strip("/") == "2022/07/21/old"
    parsed = parse(configuration, "content/a.md", "path: content/a.md")
    assert parsed.old_addresses[0].strip("/") == "a"


@pytest.mark.parametrize(
    ("file", "settings", "names"),
    [
        (
            "hugo.toml",
            'baseURL = "/"\n[markup.goldmark.renderer]\nhardWraps = true',
            [],
        ),
        (
            "hugo.toml",
            "enableEmoji = true\n[markup.goldmark.extensions]\nstrikethrough = false\n"
            "[markup.goldmark.extensions.extras.mark]\nenable = true\n"
            "[markup.goldmark.parser.attribute]\nblock = true\n"
            '[markup.goldmark.extensions.typographer]\nleftDoubleQuote = "«"',
            [
                "enableemoji",
                "markup.goldmark.extensions.strikethrough",
                "markup.goldmark.extensions.extras.mark.enable",
                "markup.goldmark.parser.attribute.block",
                "markup.goldmark.extensions.typographer.leftdoublequote",
            ],
        ),
        ("_config.yml", "timezone: UTC\nfuture: false\nmarkdown: kramdown", []),
        (
            "_config.yml",
            "markdown: CommonMark\nexclude: [a]\nshow_drafts: true\n"
            "defaults: [{scope: {path: a}, values: {permalink: /:title/}}]",
            ["show_drafts", "markdown", "exclude", "defaults.values.permalink"],
        ),
    ],
)
def test_settings_that_are_not_followed_are_named(
    tmp_path: Path, file: str, settings: str, names: list[str]
) -> None:
    write(tmp_path, file, settings)
    write(tmp_path, POST if file == "_config.yml" else "content/a.md", "")
    found = ignored_settings(tmp_path)
    assert found
    assert found[0] == tmp_path / file
    assert [setting.name for setting in found[1]] == names


@pytest.mark.parametrize(
    ("settings", "markup"),
    [
        ("[renderer]\nhardWraps = true", {"hard_wraps": True}),
        ("[extensions]\ntypographer = false", {"typographer": False}),
        ("[extensions.typographer]\ndisable = true", {"typographer": False}),
        ('[extensions.typographer]\nleftDoubleQuote = "«"', {}),
    ],
)
def test_hugos_hard_wraps_and_typographer_are_followed(
    tmp_path: Path, settings: str, markup: dict[str, bool]
) -> None:
    settings = settings.replace("[", "[markup.goldmark.", 1)
    write(tmp_path, "hugo.toml", settings)
    (tmp_path / "content").mkdir()
    assert dict(Configuration.of(tmp_path, "UTC").markup) == markup
