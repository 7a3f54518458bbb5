"""An article goes back to a saved state, and nothing is lost by it."""

from __future__ import annotations

from django.test import TestCase

from articles.models import Article, VariantOverride
from articles.publishing import Labels, restore, save, tags_named
from tests.factories import make_article, make_image, make_source
from tests.people import make_chief


class RestoreTests(TestCase):
    def setUp(self) -> None:
        self.chief = make_chief()
        self.article = make_article(
            title="先前的", categories=["美股"], tags=["高盛", "债"], authors=["林岚"],
            source=make_source(), thumbnail=make_image(), toc=True,
        )  # fmt: skip
        self.first = self.article.revisions.latest()
        self.article.title, self.article.body = "后来的", "改过。"
        self.article.slug, self.article.toc = "later", None
        save(self.article, Labels([], tags_named(["金"]), []), by=self.chief)

    def test_everything_written_is_as_it_was_but_the_address(self) -> None:
        restore(self.first, by=self.chief)
        latest = self.article.revisions.latest()
        self.assertEqual(latest.created_by, self.chief)
        before, after = ({**r.fields} for r in (self.first, latest))
        self.assertEqual(after.pop("slug"), "later")
        before.pop("slug")
        self.assertEqual(after, before)

    def test_what_it_was_before_stays_among_the_saved_states(self) -> None:
        restore(self.first)
        titles = [revision.fields["title"] for revision in self.article.revisions.all()]
        self.assertEqual(titles, ["先前的", "后来的", "先前的"])

    def test_its_overrides_are_as_they_were(self) -> None:
        own = VariantOverride(variant="zh-tw", fields={"title": "另題"})
        save(self.article, overrides=[own])
        overridden = self.article.revisions.latest()
        restore(self.first)
        self.assertFalse(self.article.overrides.exists())
        restore(overridden)
        self.assertEqual(self.article.overrides.get().fields, {"title": "另題"})

    def test_overrides_of_earlier_releases_come_back_without_empty_texts(self) -> None:
        recorded = {"variant": "zh-tw", "title": "另題", "lead": "", "summary": ""}
        self.first.fields["overrides"] = [recorded]
        restore(self.first)
        self.assertEqual(self.article.overrides.get().fields, {"title": "另題"})

    def test_a_state_from_before_overrides_were_recorded_leaves_them(self) -> None:
        save(
            self.article,
            overrides=[VariantOverride(variant="zh-tw", fields={"title": "另題"})],
        )
        del self.first.fields["overrides"]
        restore(self.first)
        self.assertEqual(self.article.overrides.get().fields["title"], "另題")

    def test_readers_see_it(self) -> None:
        article = restore(self.first)
        article.refresh_from_db()
        self.assertIn("正文", article.body_html)
        self.assertEqual([tag.name for tag in article.tags.all()], ["高盛", "债"])

    def test_what_was_deleted_since_does_not_stand_in_the_way(self) -> None:
        source, image = self.article.source, self.article.thumbnail
        assert source
        assert image
        Article.objects.update(source=None, thumbnail=None)
        source.delete()
        image.delete()
        article = restore(self.first)
        article.refresh_from_db()
        self.assertEqual((article.source, article.thumbnail), (None, None))
