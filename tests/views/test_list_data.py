"""Every list says what it is: in words of its own, and in JSON-LD by the schema."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import unquote

from django.test import TestCase

from articles.choices import CorrectionSeverity
from articles.models import Author, Category, SiteSettings, Source, Tag
from articles.publishing import correct
from tests.factories import hours_ago, make_article, make_list_page, make_source
from tests.schemas import problems
from tests.views.pages import graph, one, open_page, value, words


def description(path: str) -> str:
    return value(open_page(path), "meta[name=description]", "content")


class ListTestCase(TestCase):
    paths: ClassVar[list[str]]

    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(name="财经台", name_en="Desk", tagline="市场与政策").save()
        source = make_source("海岳", slug="haiyue", url="https://haiyue.example/")
        for n in range(12):
            make_article(
                title=f"后台{n}",
                slug=f"s{n}",
                published_at=hours_ago(n),
                categories=["美股"],
                tags=["标普 500"],
                authors=["林岚"],
                source=source,
            )
        make_article(language="en", title="Rates", categories=["美股"])
        cls.paths = [
            f"categories/{Category.objects.get().slug}",
            f"tags/{Tag.objects.get().slug}",
            f"authors/{Author.objects.get().slug}",
            f"sources/{Source.objects.get().slug}",
        ]

    def things(self, path: str) -> dict[str, dict[str, Any]]:
        found = graph(open_page(path))
        for kind, thing in found.items():
            self.assertEqual(problems(thing, "structured_data", kind), [], path)
        return found


class DescriptionTests(ListTestCase):
    def test_each_kind_of_label_has_its_own_sentence(self) -> None:
        expected = [
            "12 篇关于“美股”的报道。最新：后台0",
            "12 篇关于“标普 500”的报道。最新：后台0",
            "林岚的 12 篇报道。最新：后台0",
            "来自海岳的 12 篇报道。最新：后台0",
        ]
        found = [description(f"/zh-cn/{path}/") for path in self.paths]
        self.assertEqual(found, expected)
        self.assertEqual(
            description(f"/zh-tw/{self.paths[0]}/"),
            "12 篇關於「美股」的文章。最新：後台0",
        )
        self.assertEqual(
            description(f"/en/{self.paths[0]}/"), "1 article about 美股. Latest: Rates"
        )

    def test_each_page_of_a_list_has_its_own(self) -> None:
        found = description(f"/zh-cn/{self.paths[0]}/?page=2")
        self.assertTrue(found.endswith(" · 第 2 页"), found)

    def test_own_words_go_before(self) -> None:
        Category.objects.update(description="华尔街的报道。")
        self.assertEqual(description(f"/zh-cn/{self.paths[0]}/"), "华尔街的报道。")
        page = make_list_page(
            "category", category=Category.objects.get(), description="自己的话。"
        )
        self.assertEqual(description(f"/zh-cn/{self.paths[0]}/"), "自己的话。")
        page.delete()

    def test_an_index_names_what_it_lists(self) -> None:
        self.assertEqual(description("/zh-cn/tags/"), "财经台的标签：标普 500")

    def test_the_front_page_is_the_site_and_its_tagline(self) -> None:
        page = open_page("/zh-cn/")
        self.assertEqual(words(page, "title"), ["财经台 – 市场与政策"])
        self.assertEqual(description("/zh-cn/"), "市场与政策")
        SiteSettings.objects.update(tagline="")
        self.assertEqual(description("/zh-cn/"), "最新：后台0")
        self.assertEqual(words(open_page("/zh-cn/"), "title"), ["财经台"])

    def test_a_search_describes_nothing_and_is_not_to_be_listed(self) -> None:
        page = open_page("/zh-cn/search/?q=后台")
        self.assertFalse(page.select("meta[name=description]"))
        self.assertIn("noindex", value(page, "meta[name=robots]", "content"))

    def test_no_description_holds_a_formula(self) -> None:
        for fields in (
            {"lead": r"增长 \(x^2\) 倍，亦即 $$\frac{1}{2}$$ 成。"},
            {
                "body": r"增长 \(x^2\) 倍，亦即 \(\badmacro{\) 与 $\alpha$。",
                "mathjax": True,
            },
            {"summary": r"收益 \[\sum_i x_i\] 如下。"},
            {"description": r"收益为 $\beta$ 倍。"},
        ):
            article = make_article(**fields)
            found = description(article.get_absolute_url())
            self.assertNotIn("\\", found)
            self.assertNotIn("$", found)
            self.assertIn("…", found)
        article = make_article(title="公式", lead=r"\(x\)", body="$$x$$\n")
        self.assertEqual(description(article.get_absolute_url()), "公式")


class CanonicalTests(ListTestCase):
    def test_it_is_quoted_as_the_same_page_s_hreflang(self) -> None:
        for path in [*self.paths, *("tags", "corrections", "articles/s1")]:
            for query in ("", "?page=2")[: 2 if path in self.paths else 1]:
                page = open_page(f"/zh-cn/{path}/{query}")
                canonical = value(page, "link[rel=canonical]", "href")
                same = value(page, "link[hreflang=zh-Hans]", "href")
                self.assertEqual(canonical, same)
                self.assertTrue(canonical.isascii())
                self.assertTrue(unquote(canonical).endswith(f"/zh-cn/{path}/{query}"))


class CollectionTests(ListTestCase):
    def test_each_kind_of_label(self) -> None:
        kinds = ("Thing", "Thing", "Person", "Organization")
        for path, kind in zip(self.paths, kinds, strict=True):
            found = self.things(f"/zh-tw/{path}/")
            listed = found["CollectionPage"]
            self.assertEqual(listed["about"]["@type"], kind)
            entries = listed["mainEntity"]["itemListElement"]
            self.assertEqual([one["position"] for one in entries], [*range(1, 11)])
            self.assertEqual(entries[0]["name"], "後台0")
            trail = found["BreadcrumbList"]["itemListElement"]
            self.assertEqual(len(trail), 3)
            self.assertEqual(trail[2]["item"], listed["url"])

    def test_indexes_and_corrections(self) -> None:
        article = make_article(title="订正", slug="c")
        correct(article, CorrectionSeverity.CORRECTION, "应为50。")
        for path in ("categories", "tags", "authors", "sources", "corrections"):
            found = self.things(f"/zh-cn/{path}/")
            self.assertTrue(found["CollectionPage"]["description"])
        entries = found["CollectionPage"]["mainEntity"]["itemListElement"]
        self.assertEqual([one["name"] for one in entries], ["订正"])

    def test_an_empty_list_is_described_too(self) -> None:
        found = self.things(f"/en/{self.paths[1]}/")
        self.assertNotIn("mainEntity", found["CollectionPage"])

    def test_the_front_page_says_who_publishes_and_what_leads(self) -> None:
        found = self.things("/zh-cn/")
        self.assertEqual(found["NewsMediaOrganization"]["name"], "财经台")
        entries = found["ItemList"]["itemListElement"]
        self.assertEqual(entries[0]["name"], "后台0")
        self.assertTrue(one(open_page("/zh-cn/"), "main"))

    def test_a_name_cannot_end_the_script(self) -> None:
        Category.objects.update(name="</script><b>")
        found = self.things(f"/zh-cn/{self.paths[0]}/")
        self.assertEqual(found["CollectionPage"]["name"], "</script><b>")
