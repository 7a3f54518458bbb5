"""Every way in which a source says that a page is not public, or not listed."""

from __future__ import annotations

import pytest

from articles.choices import Visibility
from tests.archive.fields.test_read import fields_of

EVERYWHERE, NO_SITEMAP, NO_INDEX, UNLISTED = Visibility


@pytest.mark.parametrize(
    ("yaml", "visibility"),
    [
        ("title: a", EVERYWHERE),
        ("build: {list: never}", UNLISTED),
        ("_build: {list: false}", UNLISTED),
        ("Build: {List: local}", UNLISTED),
        ("build: {list: always, render: always}", EVERYWHERE),
        ("build: {publishResources: false}", EVERYWHERE),
        ("build: x", EVERYWHERE),
        ("unlisted: true", UNLISTED),
        ("hidden: true", UNLISTED),
        ("hidden: [home]", EVERYWHERE),
        ("hideInList: true", UNLISTED),
        ("unlisted: false", EVERYWHERE),
        ("robots: noindex", NO_INDEX),
        ("robots: NOINDEX, nofollow", NO_INDEX),
        ("robots: [noindex]", NO_INDEX),
        ("robots: none", NO_INDEX),
        ("robots: index, follow", EVERYWHERE),
        ("noindex: true", NO_INDEX),
        ("robotsNoIndex: true", NO_INDEX),
        ("sitemap: false", NO_SITEMAP),
        ("sitemap: {disable: true}", NO_SITEMAP),
        ("sitemap: {disable: false, priority: 0.5}", EVERYWHERE),
        ("sitemap: {priority: 0.5}", EVERYWHERE),
        ("sitemap: {disable: true}\nrobots: noindex", NO_INDEX),
        ("robots: noindex\nbuild: {list: never}", UNLISTED),
    ],
)
def test_the_strictest_key_says_where_a_page_is_named(
    yaml: str, visibility: Visibility
) -> None:
    values, _codes = fields_of(yaml)
    assert values["visibility"] is visibility
    assert values["is_draft"] is False


@pytest.mark.parametrize(
    "yaml",
    [
        "build: {render: never}",
        "build: {render: link, list: always}",
        "_build: {render: false}",
        "headless: true",
        "private: true",
        "draft: false\nprivate: true",
        "published: true\nheadless: true",
        "published: false",
        "publish: false",
    ],
)
def test_a_page_that_its_source_does_not_show_is_a_draft(yaml: str) -> None:
    values, _codes = fields_of(yaml)
    assert values["is_draft"] is True


def test_an_unknown_build_option_is_reported_and_hides_nothing() -> None:
    values, codes = fields_of("build: {list: NEVER, render: maybe}")
    assert (values["visibility"], values["is_draft"]) == (EVERYWHERE, False)
    assert codes == ["odd-value", "odd-value"]


@pytest.mark.parametrize(
    ("yaml", "extra"),
    [
        ("sitemap: {disable: true, priority: 0.5}", {"sitemap": {"priority": 0.5}}),
        ("robots: noindex, nofollow", {"robots": "nofollow"}),
        ("robots: nofollow", {"robots": "nofollow"}),
        ("build: {list: never, publishResources: false}",
         {"build": {"publishResources": False}}),
        ("build: {list: never}", {}),
        ("hidden: [home]", {"hidden": ["home"]}),
    ],
)  # fmt: skip
def test_what_a_key_says_besides_is_kept_as_data(
    yaml: str, extra: dict[str, object]
) -> None:
    assert fields_of(yaml)[0]["extra"] == extra
