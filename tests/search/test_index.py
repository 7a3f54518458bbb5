"""Whatever changes an article, its tags or its rendering changes the index with it."""

from __future__ import annotations

from io import StringIO
from unittest import skipUnless
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import search
from articles.archive.importer import resolve
from articles.models import (
    Article,
    Conflict,
    SearchEntry,
    SearchIndex,
    Tag,
    VariantOverride,
)
from articles.publishing import (
    Labels,
    RestoreScope,
    authors_named,
    categories_named,
    delete,
    labels_of,
    merge_labels,
    render_again,
    restore,
    save,
    save_tag,
    tags_named,
)
from articles.search.backends import backend
from articles.search.documents import OFTEN
from articles.search.results import active_index
from tests.admin.data import CHANGE, LIST, article_data, data_of, pages_data
from tests.archive.importer.test_run import ImportTestCase
from tests.factories import make_article, make_author, make_draft, make_source
from tests.people import make_chief
from tests.sample_images import png
from tests.search.drift import drift, titles_with


class UpkeepTestCase(TestCase):
    def tearDown(self) -> None:
        """Every test here ends with an index that says what the articles say."""
        found = drift()
        self.assertFalse(found.is_any, found)
        super().tearDown()


class SavingTests(UpkeepTestCase):
    def test_all_that_an_article_is_filed_under_stands_in_its_order(self) -> None:
        make_article(
            title="-{zh-cn:软件;zh-tw:軟體}-",
            lead="导语",
            body="正文-{zh-cn:内存;zh-tw:記憶體}-",
            categories=["乙", "甲"],
            tags=["二", "一", "标普 500"],
            authors=["B", "A"],
            source=make_source(),
            translation_key="k",
        )
        self.assertEqual(len(titles_with("記憶體 author:A tag:一")), 1)

    def test_what_stands_often_is_counted_as_the_articles_own_readers_see_it(
        self,
    ) -> None:
        mark = "-{zh-cn:内存;zh-tw:記憶體;zh-hk:記憶}-，"
        for times, is_often in ((3, False), (4, True)):
            article = make_article(body=mark * times)
            document = search.make_document(article, search.ArticleRelations())
            often = {t for t in document.split() if t.startswith(OFTEN)}
            self.assertEqual(often, {f"{OFTEN}内存"} if is_often else set())

    def test_marks_in_overrides_are_found_as_readers_see_them(self) -> None:
        article = make_article(title="软件")
        own = VariantOverride(
            variant="zh-tw",
            fields={"title": "-{zh-cn:别处;zh-tw:這裡}-上市", "lead": "-{導語}-在此"},
        )
        save(article, overrides=[own])
        for query in ("这里上市", "导语在此"):
            self.assertEqual(titles_with(query), {"软件"}, query)
        for query in ("别处", "zh tw"):
            self.assertEqual(titles_with(query), set(), query)

    def test_other_labels_of_the_same_article(self) -> None:
        article = make_article(title="甲", categories=["债市"], authors=["林岚"])
        labels = Labels(
            categories_named(["美股"]),
            tags_named(["二", "一"]),
            authors_named(["陈"]),
        )
        save(article, labels)
        self.assertEqual(titles_with("category:美股 author:陈 tag:一"), {"甲"})
        self.assertEqual(titles_with("category:债市"), set())
        self.assertEqual(titles_with("author:林岚"), set())

    def test_another_time_and_another_status(self) -> None:
        article = make_article()
        for status, moment in (("draft", None), ("published", article.published_at)):
            article.status, article.published_at = status, moment
            save(article)
            self.assertFalse(drift().is_any)

    def test_going_back_to_a_revision(self) -> None:
        article = make_article(title="旧", tags=["旧签"])
        article.title = "新"
        save(article, Labels([], tags_named(["新签"]), []))
        restore(article.revisions.all()[1], RestoreScope.EVERYTHING)
        self.assertEqual(titles_with("tag:旧签"), {"旧"})
        self.assertEqual(titles_with("新"), set())

    def test_deleting(self) -> None:
        article = make_article(title="甲")
        entry = SearchEntry.objects.get()
        with patch.object(type(backend()), "remove") as remove:
            delete(article)
        remove.assert_called_once_with(entry.index_id, [entry.docid])
        self.assertFalse(SearchEntry.objects.exclude(article=None).exists())

    def test_deleting_waits_for_a_rebuild_before_any_row_goes(self) -> None:
        article = make_article(title="甲")
        with CaptureQueriesContext(connection) as queries:
            delete(article)
        asked = [query["sql"] for query in queries]
        lock = next(n for n, sql in enumerate(asked) if "articles_searchindex" in sql)
        self.assertFalse([s for s in asked[:lock] if s.startswith(("DEL", "UPD"))])

    @skipUnless(connection.vendor == "postgresql", "SQLite keeps them till a rebuild")
    def test_what_was_deleted_leaves_no_tokens(self) -> None:
        delete(make_article(title="甲"))
        self.assertEqual(backend().docids(active_index() or 0), set())

    def test_rows_deleted_past_the_desk_are_found_no_more(self) -> None:
        make_article(title="甲")
        Article.objects.all().delete()
        self.assertEqual(titles_with("甲"), set())
        make_article(title="乙")
        self.assertEqual(titles_with("乙"), {"乙"})


class RenderingTests(UpkeepTestCase):
    def make_outdated(self) -> Article:
        """As an older renderer left it."""
        article = make_article(title="甲", body="新文")
        Article.objects.update(body_html="<p>旧文</p>")
        article.refresh_from_db()
        search.index_articles([article])
        return article

    def test_another_rendering_is_another_text(self) -> None:
        self.make_outdated()
        call_command("render_articles", verbosity=0, stdout=StringIO())
        self.assertEqual((titles_with("新文"), titles_with("旧文")), ({"甲"}, set()))

    def test_what_somebody_saved_meanwhile_counts(self) -> None:
        read_before = self.make_outdated()
        article = Article.objects.get()
        article.body = "稿"
        save(article)
        Article.objects.update(body_html="<p>旧文</p>")
        search.index_articles([Article.objects.get()])
        self.assertTrue(render_again(read_before))
        self.assertEqual(Article.objects.get().body_html, "<p>稿</p>\n")
        self.assertEqual(titles_with("旧文"), set())

    def test_an_article_deleted_meanwhile_stays_away(self) -> None:
        article = self.make_outdated()
        delete(Article.objects.get())
        self.assertFalse(render_again(article))
        self.assertFalse(Article.objects.exists())

    def test_where_no_word_changes_the_index_is_left_alone(self) -> None:
        make_article(body="[甲](/a/)")
        Article.objects.update(body_html='<p><a href="/b/">甲</a></p>\n')
        article = Article.objects.get()
        with patch.object(search, "index") as index:
            self.assertTrue(render_again(article))
        index.assert_not_called()
        self.assertIn('"/a/"', Article.objects.get().body_html)


class TagTests(UpkeepTestCase):
    def setUp(self) -> None:
        self.client.force_login(make_chief())
        self.article = make_article(title="甲", tags=["美联储", "降息"])
        self.tag = Tag.objects.get(name="美联储")

    def url(self, page: str) -> str:
        return reverse(f"admin:articles_tag_{page}", args=[self.tag.pk])

    def test_a_renamed_tag_finds_its_articles_by_its_new_name(self) -> None:
        data = {"name": "联邦储备", "slug": self.tag.slug, **pages_data()}
        self.client.post(self.url("change"), data)
        self.assertEqual(titles_with("联邦储备"), {"甲"})
        self.assertEqual(titles_with("美联储"), set())

    def test_another_spelling_indexes_nothing_anew(self) -> None:
        before = SearchEntry.objects.get().docid
        self.tag.name = "美聯儲"
        save_tag(self.tag)
        self.assertEqual(SearchEntry.objects.get().docid, before)

    def test_a_deleted_tag_finds_nothing(self) -> None:
        self.client.post(self.url("delete"), {"post": "yes"})
        self.assertEqual(titles_with("美联储"), set())
        self.assertEqual(titles_with("降息"), {"甲"})

    def test_a_deleted_selection_of_tags_finds_nothing(self) -> None:
        pks = list(Tag.objects.values_list("pk", flat=True))
        data = {"action": "delete_selected", "_selected_action": pks, "post": "yes"}
        self.client.post(reverse("admin:articles_tag_changelist"), data)
        self.assertFalse(Tag.objects.exists())
        self.assertEqual(titles_with("降息"), set())

    def test_merged_tags_find_their_articles_by_the_name_that_stays(self) -> None:
        make_article(title="乙", tags=["Fed"])
        merge_labels(Tag.objects.filter(name__in=["Fed", "美联储"]), into=self.tag)
        self.assertEqual(titles_with("tag:美联储"), {"甲", "乙"})
        self.assertEqual(titles_with("Fed"), set())


class AdminTests(UpkeepTestCase):
    def setUp(self) -> None:
        self.client.force_login(make_chief())

    def test_the_form_with_overrides(self) -> None:
        article = make_article(title="软件")
        wording = {
            "overrides-TOTAL_FORMS": 1,
            "overrides-0-article": article.pk,
            "overrides-0-variant": "zh-tw",
            "overrides-0-title": "別名",
        }
        url = reverse(CHANGE, args=[article.pk])
        self.client.post(url, data_of(article, **wording))
        self.assertEqual(article.overrides.count(), 1)
        self.assertEqual(titles_with("别名"), {"软件"})

    def test_a_new_article(self) -> None:
        url = reverse("admin:articles_article_add")
        self.client.post(url, article_data(title="快讯", tags="甲、乙"))
        self.assertEqual(titles_with("tag:乙"), {"快讯"})

    def test_actions_on_a_selection(self) -> None:
        pks = [make_draft(title="甲").pk, make_article(title="乙").pk]
        for action, state in (
            ("publish_selected", ""),
            ("withdraw_selected", ""),
            ("spike_selected", ""),
            ("delete_selected", "?state=spiked"),
        ):
            data = {"action": action, "_selected_action": pks, "post": "yes"}
            data["confirmed"] = "1"
            self.client.post(f"{reverse(LIST)}{state}", data)
            self.assertFalse(drift().is_any)
        self.assertFalse(Article.objects.exists())
        self.assertFalse(SearchEntry.objects.exclude(article=None).exists())

    def test_labels_that_are_named_anew(self) -> None:
        make_article(
            title="甲", categories=["债市"], authors=["林岚"], source=make_source()
        )
        for model, old in (("category", "债市"), ("author", "林岚")):
            label = Article.objects.values_list(_PLURAL[model], flat=True).get()
            url = reverse(f"admin:articles_{model}_change", args=[label])
            self.client.post(url, {"name": "新名", **pages_data()})
            self.assertEqual(titles_with(f"{model}:新名"), {"甲"})
            self.assertEqual(titles_with(f"{model}:{old}"), set())

    def test_a_label_with_articles_cannot_be_taken_from_them(self) -> None:
        make_article(title="甲", authors=["林岚"])
        url = reverse("admin:articles_author_delete", args=[make_author("林岚").pk])
        self.client.post(url, {"post": "yes"})
        self.assertEqual(titles_with("author:林岚"), {"甲"})


_PLURAL = {"category": "categories", "author": "authors"}
HEAD = "---\ntitle: {title}\ndate: 2025-02-10\ntags: [{tags}]\n---\n"


class ImportTests(ImportTestCase, UpkeepTestCase):
    def write_story(self, name: str, title: str, body: str, tags: str = "标普") -> None:
        head = HEAD.format(title=title, tags=tags)
        self.write(f"content/{name}.md", f"{head}{body}\n")

    def test_a_changed_file(self) -> None:
        self.write_story("a", "甲", "旧文")
        self.run_import()
        self.write_story("a", "甲", "新文", "纳指")
        self.run_import()
        self.assertEqual(titles_with("新文 tag:纳指"), {"甲"})
        self.assertEqual(titles_with("旧文"), set())

    def test_pictures_and_links_that_only_the_database_knows(self) -> None:
        self.write_story("b", "乙", "![图-{zh-cn:甲;zh-tw:乙}-](a.png) [去](a.md)")
        self.write("content/a.png", png(300, 200))
        self.write_story(
            "a", "甲", '{{< figure src="a.png" caption="题" >}} [去](z.md)'
        )
        self.run_import()
        self.assertEqual(titles_with("去"), {"甲", "乙"})

    def test_an_address_with_a_mark_that_is_replaced(self) -> None:
        self.write_story("a", "软件", "[去](-{b}-.md)")
        self.write_story("-{b}-", "乙", "文")
        self.run_import()
        self.assertNotIn("-{b}-.md", Article.objects.get(title="软件").body_html)

    def test_a_tag_that_is_stored_in_another_spelling(self) -> None:
        tags_named(["標普 500", "ETF"])
        self.write_story("a", "甲", "文", "标普 500, etf, 标普　500, ＥＴＦ")
        self.run_import()
        self.assertEqual(Tag.objects.count(), 2 + 1)  # And that of the first file.
        self.assertEqual(titles_with("tag:ETF"), {"甲"})

    def test_a_conflict_decided_for_the_file(self) -> None:
        self.write_story("a", "甲", "文")
        self.run_import()
        article = Article.objects.get(title="甲")
        article.title = "乙"
        save(article, labels_of(article))
        self.write_story("a", "丙", "文")
        self.run_import()
        resolve(Conflict.objects.get(), Conflict.Choice.THEIRS, by=make_chief())
        self.assertEqual(titles_with("丙"), {"丙"})


class EmptiedTests(TestCase):
    def test_an_index_is_made_where_its_row_is_gone_and_its_tables_are_left(
        self,
    ) -> None:
        """So it is after ``flush``, which knows of no table of ours without a model."""
        make_article(title="甲")
        for model in (SearchEntry, SearchIndex):
            model.objects.all().delete()
        make_article(title="乙")
        self.assertEqual(titles_with("甲"), set())
        self.assertEqual(titles_with("乙"), {"乙"})
        Article.objects.get(title="甲").delete()  # The flush had taken it too.
        self.assertFalse(drift().is_any)
