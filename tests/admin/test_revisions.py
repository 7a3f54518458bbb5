"""A saved state is read in words, and an editor goes back to it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.test import TestCase
from django.urls import reverse

from articles.publishing import save
from tests.admin.data import open_form
from tests.factories import make_article, make_source
from tests.people import make_clerk, make_reporter


class RevisionTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(title="先前的", source=make_source("海岳财经"))
        self.revision = self.article.revisions.latest()
        self.article.title = "后来的"
        save(self.article)
        self.client.force_login(make_reporter())

    def page(self) -> Any:
        url = reverse("admin:articles_revision_change", args=[self.revision.pk])
        return self.client.get(url)

    def restore(self) -> Any:
        url = reverse("admin:articles_revision_restore", args=[self.revision.pk])
        answer = self.client.post(url)
        self.article.refresh_from_db()
        return answer

    def test_it_names_the_source_and_no_number(self) -> None:
        self.assertContains(self.page(), "<pre>海岳财经</pre>")

    def test_an_editor_goes_back_to_it(self) -> None:
        answer = self.restore()
        self.assertRedirects(
            answer, reverse("admin:articles_article_change", args=[self.article.pk])
        )
        self.assertEqual(self.article.title, "先前的")

    def test_looking_restores_nothing(self) -> None:
        self.page()
        url = reverse("admin:articles_revision_restore", args=[self.revision.pk])
        self.assertEqual(self.client.get(url).status_code, 405)
        self.article.refresh_from_db()
        self.assertEqual(self.article.title, "后来的")

    def test_whoever_may_only_look_cannot_restore(self) -> None:
        viewer = make_clerk("viewer")
        viewer.user_permissions.add(Permission.objects.get(codename="view_article"))
        self.client.force_login(viewer)
        url = reverse("admin:articles_revision_restore", args=[self.revision.pk])
        self.assertNotContains(self.page(), url)
        self.assertEqual(self.restore().status_code, 403)
        self.assertEqual(self.article.title, "后来的")

    def test_the_article_leads_to_all_of_its_saved_states_and_no_others(self) -> None:
        make_article()
        url = reverse("admin:articles_revision_changelist")
        url = f"{url}?article__id__exact={self.article.pk}"
        self.assertContains(open_form(self.client, self.article), url)
        self.assertEqual(len(self.client.get(url).context["cl"].result_list), 2)
