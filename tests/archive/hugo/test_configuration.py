"""What a site's configuration says of its files' dates, languages and addresses."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, strategies as st

from articles.archive.hugo.configuration import Configuration, SiteLanguage
from articles.archive.hugo.configuration_files import BadConfiguration, read_files

DESK = """
baseURL = "https://news.example/desk/"
title = "每日财经"
timeZone = "America/New_York"
DefaultContentLanguage = "zh-CN"

[languages.en]
languageName = "English"
weight = 2
contentDir = "content/en"
[languages.zh-CN]
languageCode = "zh-Hans"
weight = 1
contentDir = "content/zh-CN"
[languages.tw]
locale = "zh-TW"
contentDir = "content/tw"
timeZone = "Asia/Taipei"
permalinks = { news = "/:year/:slug/" }

[permalinks]
posts = "/p/:slug/"
[permalinks.page]
news = "/n/:slug/"

[taxonomies]
category = "categories"
tag = "tags"
topic = "topics"
series = "series"
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "hugo.toml").write_text(DESK, encoding="utf-8")
    (tmp_path / "content").mkdir()
    return tmp_path


def of(root: Path) -> Configuration:
    return Configuration.of(root, "Asia/Shanghai")


def language(root: Path, path: str) -> SiteLanguage:
    found = of(root).language_of(PurePosixPath(path))
    assert found
    return found


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_a_folder_without_one_leaves_everything_open(tmp_path: Path) -> None:
    assert of(tmp_path) == Configuration("Asia/Shanghai")


def test_the_default_language_comes_first_and_has_no_prefix(site: Path) -> None:
    languages = of(site).languages
    assert [own.tag for own in languages] == ["zh-Hans", "en", "zh-Hant-TW"]
    assert [own.prefix for own in languages] == ["desk", "desk/en", "desk/tw"]


def test_the_default_language_has_its_folder_where_the_site_says_so(site: Path) -> None:
    write(site, "hugo.toml", f"defaultContentLanguageInSubdir = true\n{DESK}")
    assert of(site).languages[0].prefix == "desk/zh-cn"


def test_a_file_is_in_its_folders_language_unless_its_name_says_another(
    site: Path,
) -> None:
    assert language(site, "content/en/news/a.md").key == "en"
    assert language(site, "content/en/news/a.tw.md").key == "tw"
    assert of(site).split_language("a.tw") == ("a", "zh-Hant-TW")
    assert of(site).split_language("a.v2") == ("a.v2", "")
    # A site that says which languages it has has no other, but for scripts of Chinese.
    assert of(site).split_language("amazon.co.uk") == ("amazon.co.uk", "")
    assert of(site).split_language("a.zh-HK") == ("a", "zh-Hant-HK")
    assert of(site).language_of(PurePosixPath("other/a.md")) is None


def test_a_language_may_have_a_time_zone_of_its_own(site: Path) -> None:
    configuration = of(site)
    zone = configuration.zone_of(PurePosixPath("content/en/a.md"))
    assert str(zone) == "America/New_York"
    zone = configuration.zone_of(PurePosixPath("content/tw/a.md"))
    assert str(zone) == "Asia/Taipei"


def test_the_zone_of_hugos_own_machine_is_the_desks(tmp_path: Path) -> None:
    write(tmp_path, "hugo.toml", 'timeZone = "Local"')
    assert of(tmp_path).time_zone == "Asia/Shanghai"


def test_permalinks_of_pages_come_in_both_spellings(site: Path) -> None:
    assert set(language(site, "content/en/a.md").permalinks) == {
        ("posts", "/p/:slug/"),
        ("news", "/n/:slug/"),
    }
    assert language(site, "content/tw/a.md").permalinks == (("news", "/:year/:slug/"),)


def test_a_taxonomy_of_another_name_is_known_by_its_meaning(site: Path) -> None:
    assert of(site).keys_of("tags") == ["topics"]
    assert of(site).keys_of("categories") == []


def test_what_was_kept_reads_files_as_before(site: Path) -> None:
    configuration = of(site)
    data = json.loads(json.dumps(configuration.data))
    assert Configuration.from_data(data) == configuration
    assert Configuration.from_data(data).digest == configuration.digest


def test_a_site_of_one_language_tells_it_and_leaves_texts_to_speak(
    tmp_path: Path,
) -> None:
    write(tmp_path, "hugo.yaml", "languageCode: zh-tw\ncontentDir: texte\n")
    (only,) = of(tmp_path).languages
    assert (only.tag, only.folder, only.is_declared) == ("zh-Hant-TW", "texte", False)
    write(tmp_path, "hugo.yaml", "title: x\n")
    assert of(tmp_path).languages[0].tag == ""


def test_mounts_tell_folders_of_content(tmp_path: Path) -> None:
    write(
        tmp_path,
        "hugo.json",
        json.dumps(
            {
                "languages": {"en": {}, "de": {}},
                "module": {
                    "mounts": [
                        {"source": "texte/de", "target": "content", "lang": "de"},
                        {"source": "static", "target": "static"},
                    ]
                },
            }
        ),
    )
    folders = {own.key: own.folder for own in of(tmp_path).languages}
    assert folders == {"en": "content", "de": "texte/de"}


MOUNTS = """
defaultContentLanguage = "en"
[languages.en]
[languages.de]
[[module.mounts]]
source = "blog"
target = "content/blog"
[[module.mounts]]
source = "more"
target = "content"
[[module.mounts]]
source = "texte"
target = "content/"
sites = { matrix = { languages = ["de"] } }
[[module.mounts]]
source = "static"
target = "static"
"""


def test_several_mounts_are_folders_of_content_each_at_its_place(
    tmp_path: Path,
) -> None:
    write(tmp_path, "hugo.toml", MOUNTS)
    for folder in ("blog", "more", "texte", "static", "content"):
        (tmp_path / folder).mkdir()
    assert Configuration.folders_at(tmp_path) == ["more", "blog", "texte"]
    assert language(tmp_path, "blog/a.md").key == "en"
    assert language(tmp_path, "texte/a.md").key == "de"
    below = {
        path: str(of(tmp_path).below_content(PurePosixPath(path)))
        for path in ("blog/a.md", "more/news/a.md", "texte/a.md", "other/a.md")
    }
    assert below == {
        "blog/a.md": "blog/a.md",
        "more/news/a.md": "news/a.md",
        "texte/a.md": "a.md",
        "other/a.md": "other/a.md",
    }


def test_what_mounts_say_is_kept_and_sites_without_keep_their_digest(
    tmp_path: Path,
) -> None:
    write(tmp_path, "hugo.toml", MOUNTS)
    kept = json.loads(json.dumps(of(tmp_path).data))
    assert Configuration.from_data(kept) == of(tmp_path)
    write(tmp_path, "hugo.toml", "title = 'x'")
    assert "mounts" not in of(tmp_path).data["languages"][0]


def test_the_folder_of_parts_lies_over_the_main_file(site: Path) -> None:
    write(site, "config/_default/hugo.yaml", "timeZone: Europe/Berlin\n")
    write(site, "config/_default/params.toml", "[Sidebar]\nhome = 'left'\n")
    write(site, "config/_default/params.en.toml", "subtitle = 'Markets'\n")
    write(site, "config/production/params.toml", "[sidebar]\nhome = 'right'\n")
    tree = read_files(site)
    assert tree["timezone"] == "Europe/Berlin"
    assert tree["params"]["sidebar"] == {"home": "right"}
    assert tree["languages"]["en"]["params"] == {"subtitle": "Markets"}
    assert tree["languages"]["en"]["contentdir"] == "content/en"


def test_settings_of_one_language_have_files_of_their_own(tmp_path: Path) -> None:
    write(tmp_path, "config/_default/hugo.toml", 'defaultContentLanguage = "zh-cn"')
    for key, folder in (("zh-cn", "content/cn"), ("ru", "content/ru")):
        text = f'contentDir = "{folder}"\nweight = 1\n'
        write(tmp_path, f"config/_default/languages.{key}.toml", text)
    write(tmp_path, "config/_default/hugo.ru.toml", 'timeZone = "Europe/Moscow"')
    write(tmp_path, "config/_default/of/ru/params.ru.yaml", "subtitle: x")
    write(tmp_path, "config/_default/menu.ru.toml", '[[main]]\nname = "M"\n')
    tree = read_files(tmp_path)["languages"]["ru"]
    assert (tree["params"], tree["menus"]["main"]) == (
        {"subtitle": "x"},
        [{"name": "M"}],
    )
    chinese, russian = of(tmp_path).languages
    assert (chinese.tag, chinese.folder, chinese.prefix) == (
        "zh-Hans",
        "content/cn",
        "",
    )
    assert (russian.tag, russian.folder) == ("ru", "content/ru")
    assert (russian.prefix, russian.time_zone) == ("ru", "Europe/Moscow")


def test_another_programs_config_is_none_of_ours(tmp_path: Path) -> None:
    write(tmp_path, "config.json", "{ // a comment\n}")
    assert of(tmp_path) == Configuration("Asia/Shanghai")
    (tmp_path / "content").mkdir()
    with pytest.raises(BadConfiguration):
        of(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "where", "what"),
    [
        ("hugo.toml", "a = 1\nb = \n", "hugo.toml:2", "Mend it"),
        ("hugo.toml", "a = {", "hugo.toml:1", "Mend it"),
        ("hugo.yaml", "a: 1\nb: [\n", "hugo.yaml:3", "Mend it"),
        ("hugo.yaml", "a: " + "[" * 200 + "\n", "hugo.yaml", "nested"),
        ("hugo.json", '{\n"a": }', "hugo.json:2", "Mend it"),
        ("hugo.toml", 'timeZone = "Asia/Beijing"', "hugo.toml", "Asia/Shanghai"),
        ("hugo.toml", 'timeZone = "../../etc"', "hugo.toml", "Asia/Shanghai"),
        ("hugo.toml", 'baseURL = "http://[x"', "hugo.toml", "is no address"),
        ("hugo.toml", '[languages.en]\nbaseURL = "//["', "hugo.toml", "is no address"),
        ("hugo.toml", 'contentDir = "../texts"', "hugo.toml", "outside"),
        ("hugo.toml", "#" * 1_000_001, "hugo.toml", "Shorten"),
    ],
)
def test_a_broken_one_is_refused_with_place_and_remedy(
    tmp_path: Path, name: str, text: str, where: str, what: str
) -> None:
    write(tmp_path, name, text)
    with pytest.raises(BadConfiguration) as caught:
        of(tmp_path)
    assert where in str(caught.value)
    assert what in str(caught.value)


def test_one_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_bytes("title = '财经'".encode("gb18030"))
    with pytest.raises(BadConfiguration, match="UTF-8"):
        of(tmp_path)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
_KEYS = st.sampled_from(
    [
        *("languages", "permalinks", "taxonomies", "module", "timeZone", "contentDir"),
        *("languageCode", "defaultContentLanguage", "baseURL", "en"),
    ]
)


@given(st.dictionaries(_KEYS, _JSON | st.dictionaries(_KEYS, _JSON)))
def test_whatever_it_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[str, object]
) -> None:
    root = tmp_path_factory.mktemp("site", numbered=True)
    write(root, "hugo.json", json.dumps(tree))
    try:
        configuration = of(root)
    except BadConfiguration:
        return
    configuration.zone_of(PurePosixPath("content/en/a.md"))
