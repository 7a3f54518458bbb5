"""Pages say in JSON-LD what search engines document, and a rule broken is found."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from articles import images
from articles.choices import CorrectionSeverity, Reuse
from articles.models import Image, SiteSettings
from articles.publishing import correct, make_and_show
from tests.factories import hours_ago, make_article, make_source
from tests.sample_images import photo
from tests.schemas import problems
from tests.views.pages import graph, open_page, value

Thing = dict[str, Any]

_PUBLISHER: Thing = {
    "@type": "NewsMediaOrganization",
    "name": "台",
    "url": "https://a.example/zh-cn/",
    "correctionsPolicy": "https://a.example/zh-cn/corrections/",
}
_SITE: Thing = {"@type": "WebSite", "name": "台", "url": "https://a.example/zh-cn/"}
_IMAGE: Thing = {
    "@type": "ImageObject",
    "url": "https://a.example/1.jpg",
    "width": 1200,
    "height": 630,
}
ARTICLE: Thing = {
    "@type": "NewsArticle",
    "headline": "降息",
    "description": "央行降息。",
    "image": [_IMAGE],
    "datePublished": "2026-11-30T09:30:00+08:00",
    "dateModified": "2026-11-30T10:12:00+08:00",
    "author": [{"@type": "Person", "name": "林岚", "url": "https://a.example/l/"}],
    "publisher": _PUBLISHER,
    "mainEntityOfPage": "https://a.example/zh-cn/articles/k/",
    "inLanguage": "zh-Hans",
    "isPartOf": _SITE,
    "isAccessibleForFree": True,
    "articleSection": ["宏观"],
    "keywords": ["降息"],
    "isBasedOn": "https://b.example/1",
    "usageInfo": {
        "@type": "CreativeWork",
        "url": "https://a.example/s/",
        "text": "须经许可",
    },
    "correction": [
        {
            "@type": "CorrectionComment",
            "text": "应为50个基点。",
            "datePublished": "2026-11-30T10:12:00+08:00",
        }
    ],
}
_TRAIL: Thing = {
    "@type": "BreadcrumbList",
    "itemListElement": [
        {"@type": "ListItem", "position": n, "name": name, "item": "https://a.example/"}
        for n, name in enumerate(("台", "宏观"), 1)
    ],
}
_LIST: Thing = {
    "@type": "ItemList",
    "itemListElement": [
        {
            "@type": "ListItem",
            "position": 1,
            "name": "甲",
            "url": "https://a.example/1/",
        }
    ],
}
_COLLECTION: Thing = {
    "@type": "CollectionPage",
    "name": "宏观",
    "description": "3 篇报道",
    "url": "https://a.example/zh-cn/categories/m/",
    "inLanguage": "zh-Hans",
    "isPartOf": _SITE,
    "publisher": _PUBLISHER,
    "about": {"@type": "Person", "name": "林岚", "url": "https://a.example/l/"},
    "mainEntity": _LIST,
}


def without(name: str) -> Callable[[Thing], object]:
    return lambda thing: thing.pop(name)


def having(name: str, value: Any) -> Callable[[Thing], object]:
    return lambda thing: thing.update({name: value})


def inside(
    name: str, change: Callable[[Thing], object], place: int | None = None
) -> Callable[[Thing], object]:
    return lambda thing: change(thing[name] if place is None else thing[name][place])


# One for each rule.
BROKEN: list[tuple[Thing, Callable[[Thing], object]]] = [
    *((ARTICLE, without(name)) for name in ("headline", "description", "image")),
    *((ARTICLE, without(name)) for name in ("datePublished", "dateModified")),
    *((ARTICLE, without(name)) for name in ("author", "publisher", "inLanguage")),
    *((ARTICLE, without(name)) for name in ("mainEntityOfPage", "isPartOf")),
    (ARTICLE, without("isAccessibleForFree")),
    (ARTICLE, having("isAccessibleForFree", "True")),
    (ARTICLE, having("headline", "")),
    (ARTICLE, having("description", "增长 $$x$$。")),
    (ARTICLE, having("description", r"增长 \frac{1}{2}。")),
    (ARTICLE, having("image", [])),
    (ARTICLE, having("image", [_IMAGE | {"width": 1199}])),
    (ARTICLE, having("image", [_IMAGE, _IMAGE])),
    (ARTICLE, having("image", ["https://a.example/1.jpg"])),
    (ARTICLE, inside("image", having("url", "/1.jpg"), 0)),
    (ARTICLE, inside("image", without("height"), 0)),
    (ARTICLE, having("datePublished", "2026-11-30T09:30:00")),
    (ARTICLE, having("dateModified", "2026-11-30")),
    (ARTICLE, having("author", [])),
    (ARTICLE, having("author", [{"@type": "Person", "name": "林岚"}])),
    (ARTICLE, inside("author", having("@type", "Thing"), 0)),
    (ARTICLE, inside("publisher", without("correctionsPolicy"))),
    (ARTICLE, inside("publisher", having("@type", "Organization"))),
    (ARTICLE, having("mainEntityOfPage", "https://a.example/中/")),
    (ARTICLE, having("inLanguage", "zh_CN")),
    (ARTICLE, having("keywords", [])),
    (ARTICLE, having("isBasedOn", "javascript:alert(1)")),
    (ARTICLE, inside("usageInfo", without("url"))),
    (ARTICLE, inside("correction", without("datePublished"), 0)),
    (ARTICLE, having("correction", [])),
    (_TRAIL, having("itemListElement", _TRAIL["itemListElement"][:1])),
    (_TRAIL, inside("itemListElement", without("item"), 1)),
    (_TRAIL, inside("itemListElement", having("position", 0), 1)),
    (_LIST, having("itemListElement", [])),
    (_LIST, inside("itemListElement", without("url"), 0)),
    (_COLLECTION, without("description")),
    (_COLLECTION, having("description", "")),
    (_COLLECTION, without("publisher")),
    (_COLLECTION, having("about", {"@type": "Person", "name": "林岚"})),
    (_COLLECTION, having("mainEntity", {"@type": "ItemList", "itemListElement": []})),
    (_PUBLISHER, having("ethicsPolicy", "ethics")),
]


class SchemaTests(SimpleTestCase):
    def test_what_is_right_is_right(self) -> None:
        for thing in (ARTICLE, _TRAIL, _LIST, _COLLECTION, _PUBLISHER):
            self.assertEqual(problems(thing, "structured_data", thing["@type"]), [])


@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_each_rule_finds_what_breaks_it(number: int) -> None:
    right, change = BROKEN[number]
    broken = deepcopy(right)
    change(broken)
    assert problems(broken, "structured_data", right["@type"])


class StructuredDataTestCase(TestCase):
    def things(self, path: str) -> dict[str, Thing]:
        """What a page says, which must be right by the schema."""
        found = graph(open_page(path))
        for kind, thing in found.items():
            self.assertEqual(problems(thing, "structured_data", kind), [], path)
        return found


class NewsArticleTests(StructuredDataTestCase):
    def picture(self, width: int, height: int) -> Image:
        image = images.store_image(photo(width, height))
        [*make_and_show()]
        image.refresh_from_db()
        return image

    def images_of(self, **fields: Any) -> list[tuple[int, int]]:
        article = make_article(**fields)
        data = self.things(article.get_absolute_url())["NewsArticle"]
        return [(image["width"], image["height"]) for image in data["image"]]

    def test_an_article_with_everything(self) -> None:
        SiteSettings(
            name="台",
            principles_url="https://t.example/principles",
            ethics_url="https://t.example/ethics",
            social_links=[{"title": "X", "url": "https://x.example/t"}],
            logo=self.picture(300, 100),
        ).save()
        source = make_source(reuse=Reuse.PERMISSION, terms_confirmed_at=timezone.now())
        article = make_article(
            slug="全",
            published_at=hours_ago(5),
            categories=["美股"],
            tags=["运价"],
            authors=["林岚"],
            source=source,
            source_url="https://haiyue.example/原文",
            thumbnail=self.picture(2000, 1500),
        )
        correct(article, CorrectionSeverity.CORRECTION, "应为50个基点。")
        for variant in ("zh-cn", "zh-tw", "zh-hk"):
            things = self.things(f"/{variant}/articles/全/")
            data, trail = things["NewsArticle"], things["BreadcrumbList"]
            self.assertLessEqual({*ARTICLE}, {*data})
            self.assertEqual(data["isPartOf"]["url"], data["publisher"]["url"])
            self.assertEqual(
                data["publisher"]["ethicsPolicy"], "https://t.example/ethics"
            )
            names = [entry["name"] for entry in trail["itemListElement"]]
            self.assertEqual(len(names), 3)
            self.assertEqual(
                trail["itemListElement"][2]["item"], data["mainEntityOfPage"]
            )

    def test_pictures_are_as_large_as_the_original_allows(self) -> None:
        found = self.images_of(thumbnail=self.picture(2000, 1500))
        self.assertEqual(found, [(1600, 900), (1600, 1200), (1500, 1500)])

    def test_no_picture_is_enlarged_and_a_card_stands_in(self) -> None:
        found = self.images_of(thumbnail=self.picture(800, 600))
        self.assertEqual(found, [(800, 450), (800, 600), (600, 600), (1200, 630)])
        self.assertEqual(self.images_of(), [(1200, 630)])

    def test_until_crops_are_made_the_whole_picture_stands_in(self) -> None:
        image = images.store_image(photo(2000, 1500))
        self.assertEqual(self.images_of(thumbnail=image), [(1600, 1200)])

    def test_a_tiny_picture_is_told_of_and_never_alone(self) -> None:
        self.assertEqual(
            self.images_of(thumbnail=self.picture(20, 20))[-1], (1200, 630)
        )

    def test_where_nobody_is_named_the_source_or_the_site_wrote_it(self) -> None:
        SiteSettings(name="台").save()
        sourced = make_article(source=make_source("海岳"))
        own = make_article()
        for article, name in ((sourced, "海岳"), (own, "台")):
            data = self.things(article.get_absolute_url())["NewsArticle"]
            self.assertEqual(
                [(one["@type"], one["name"]) for one in data["author"]],
                [("Organization", name)],
            )

    def test_it_was_never_changed_before_it_was_published(self) -> None:
        article = make_article(published_at=hours_ago(1), modified_at=hours_ago(9))
        data = self.things(article.get_absolute_url())["NewsArticle"]
        self.assertEqual(data["dateModified"], data["datePublished"])

    def test_a_text_in_another_language_says_so(self) -> None:
        article = make_article(language="nl", title="Rente omlaag")
        data = self.things(article.get_absolute_url())["NewsArticle"]
        self.assertEqual(data["inLanguage"], "nl")


class OpenGraphTests(TestCase):
    def test_a_card_is_complete(self) -> None:
        article = make_article(
            slug="k",
            title="后台运价",
            published_at=hours_ago(5),
            modified_at=hours_ago(1),
            categories=["美股"],
            tags=["运价", "港口"],
        )
        page = open_page("/zh-tw/articles/k/")
        said: dict[str, list[str]] = {}
        for tag in page.select("meta[property]"):
            said.setdefault(str(tag["property"]), []).append(str(tag["content"]))
        self.assertEqual(said["og:type"], ["article"])
        self.assertEqual(said["og:title"], said["og:image:alt"])
        self.assertEqual(said["og:locale"], ["zh_TW"])
        self.assertEqual(said["og:locale:alternate"], ["zh_CN", "zh_HK"])
        self.assertEqual(
            (said["og:image:width"], said["og:image:height"]), (["1200"], ["630"])
        )
        times = [str(time["datetime"]) for time in page.select(".article__meta time")]
        self.assertEqual(
            said["article:published_time"] + said["article:modified_time"], times
        )
        self.assertEqual(said["article:section"], ["美股"])
        self.assertEqual(said["article:tag"], ["運價", "港口"])
        card = value(page, "meta[name='twitter:card']", "content")
        self.assertEqual(card, "summary_large_image")
        self.assertNotIn("og:image", str(open_page("/zh-cn/")))
        self.assertTrue(article.is_published)

    def test_an_own_picture_goes_before_the_card_unless_it_is_tiny(self) -> None:
        for size, is_own in (((2000, 1500), True), ((300, 200), False)):
            image = images.store_image(photo(*size))
            [*make_and_show()]
            image.refresh_from_db()
            article = make_article(thumbnail=image)
            page = open_page(article.get_absolute_url())
            url = value(page, "meta[property='og:image']", "content")
            self.assertIs("/media/" in url, is_own)
            # What nobody described is described by nothing, least of all by the headline.
            self.assertIs(
                bool(page.select("meta[property='og:image:alt']")), not is_own
            )
