"""What a Hugo site's configuration says of its theme_settings, in our words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from articles.archive.hugo.configuration import Configuration
from articles.archive.hugo.configuration_files import Tree
from articles.archive.hugo.date_layouts import django_format
from articles.archive.hugo.theme_settings import (
    HugoMenuEntry,
    ThemeSettings,
    theme_settings_of,
)

WIDGETS = ["search", "recent", "taglist"]


def theme_settings(**tree: Any) -> ThemeSettings:
    configuration = Configuration.from_tree(tree, Path("hugo.toml"), "UTC")
    return theme_settings_of(tree, configuration, WIDGETS)


def params(**told: Any) -> dict[str, Any]:
    return theme_settings(params=told).choices


BOTH: Tree = {
    "zh-cn": {"title": "每日财经", "params": {"subtitle": "快讯"}},
    "en": {"title": "Daily", "params": {"subtitle": "News", "dateformat": "Jan 2"}},
}


def test_a_site_without_configuration_chooses_nothing() -> None:
    assert theme_settings_of({}, Configuration("UTC"), WIDGETS) == ThemeSettings()


def test_what_it_does_not_say_it_does_not_choose() -> None:
    assert theme_settings(params={}).choices == {}


def test_each_family_of_readers_has_its_texts() -> None:
    assert theme_settings(defaultcontentlanguage="en", languages=BOTH).choices == {
        "name": "每日财经",
        "name_en": "Daily",
        "tagline": "快讯",
        "tagline_en": "News",
        "date_format_en": "M j",
    }


def test_what_both_say_alike_is_said_once() -> None:
    found = theme_settings(title="Desk", languages={"zh-cn": {}, "en": {}})
    assert found.choices == {"name": "Desk"}


def test_the_sidebar_by_kind_of_page() -> None:
    found = params(sidebar={"home": "left", "single": "right", "list": False})
    assert found == {
        "sidebar_home": "left",
        "sidebar_single": "right",
        "sidebar_list": "none",
    }


def test_widgets_and_what_they_count() -> None:
    found = theme_settings(
        params={
            "sidebar": {"widgets": ["search", "weather"]},
            "widgets": {
                "recent_num": 500,
                "categories_counter": True,
                "tags_counter": "no",
                "social": {
                    "github": "desk",
                    "twitter": "https://x.example/desk",
                    "custom": [{"title": "微博", "url": "https://weibo.example/desk"}],
                },
            },
        }
    )
    assert found.choices == {
        "widgets": ["search"],
        "recent_count": 50,
        "has_category_counts": True,
        "has_tag_counts": False,
        "social_links": [
            {"title": "Twitter", "url": "https://x.example/desk"},
            {"title": "Github", "url": "https://github.com/desk"},
            {"title": "微博", "url": "https://weibo.example/desk"},
        ],
    }
    assert found.remarks == ["No widget is called “weather”: it was left out."]


def test_switches_places_and_colours() -> None:
    found = theme_settings(
        copyright="每日财经",
        params={
            "authorbox": True,
            "pager": "false",
            "toc": False,
            "mathjax": True,
            "readmore": True,
            "thumbnail": {"visibility": ["list", "post"]},
            "post_meta": ["date", "categories", "words"],
            "style": {"vars": {"highlightcolor": "#E23"}},
            "logo": {"image": "img/logo.png"},
        },
    )
    assert found.logo == "img/logo.png"
    assert found.remarks == [
        "The line under a title knows no “words”: it was left out."
    ]
    assert found.choices == {
        "authorbox": True,
        "pager": False,
        "toc": False,
        "mathjax": True,
        "has_read_more": True,
        "thumbnail_place": "both",
        "post_meta": ["date", "categories"],
        "accent_colour": "#ee2233",
        "copyright": "每日财经",
    }


def test_menus_that_differ_by_language_belong_to_their_readers() -> None:
    found = theme_settings(
        defaultcontentlanguage="zh-cn",
        languages={
            "zh-cn": {"menus": {"main": [{"name": "首页", "url": "/", "weight": "1"}]}},
            "en": {"menu": {"main": [{"name": "Home", "pageref": "/"}]}},
        },
    )
    assert found.menus == [
        HugoMenuEntry("main", "首页", "/", 1, "zh"),
        HugoMenuEntry("main", "Home", "", 0, "en", page="/"),
    ]


def test_menus_of_the_whole_site_belong_to_all() -> None:
    entry = {"name": "RSS", "url": "https://e.example/", "weight": -2}
    nameless = {"url": "/x/"}
    found = theme_settings(
        languages={"zh-cn": {}, "en": {}}, menus={"footer": [entry, nameless]}
    )
    assert found.menus == [HugoMenuEntry("footer", "RSS", "https://e.example/", -2, "")]


def test_menus_of_a_site_that_names_no_language_or_another_belong_to_all() -> None:
    menus = {"main": [{"name": "News", "url": "/news/"}]}
    line = HugoMenuEntry("main", "News", "/news/", 0, "")
    assert theme_settings(menus=menus).menus == [line]
    assert theme_settings(menus=menus, languagecode="ja").menus == [line]
    both = {"ja": {"menus": menus}, "ko": {"menus": {"main": []}}}
    assert theme_settings(defaultcontentlanguage="ja", languages=both).menus == [line]


def test_a_weight_beyond_all_bounds_is_cut_and_a_word_is_none() -> None:
    entries = [
        {"name": name, "url": "/", "weight": weight}
        for name, weight in (("A", 99999999999), ("B", "²"), ("C", "1.0"))
    ]
    weights = [line.weight for line in theme_settings(menus={"main": entries}).menus]
    assert weights == [2**31 - 1, 0, 1]


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("2006-01-02", "Y-m-d"),
        ("2006年1月2日 15:04", "Y年n月j日 H:i"),
        ("Monday, 02 January 2006", "l, d F Y"),
        ("2 Jan 06 at 3:04 PM", r"j M y \a\t g:i A"),
        (":date_long", ""),
        ("no date", None),
    ],
)
def test_go_layouts_are_written_in_djangos_characters(
    layout: str, expected: str | None
) -> None:
    assert django_format(layout) == expected
