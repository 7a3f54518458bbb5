"""An article without a picture is shared with its headline, drawn."""

from __future__ import annotations

from io import BytesIO
from unittest.mock import patch

from django.core.files.storage import default_storage
from django.test import TestCase
from PIL import Image as PILImage

from articles.images import CARD_SIZE, CARDS_FOLDER, ShareCard
from articles.models import Article, SiteSettings
from tests.acts import withdraw
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_chief
from tests.views.feeds import HOST
from tests.views.pages import open_page, value


def card_of(path: str) -> str:
    """The path of the card that a page is shared with."""
    url = value(open_page(path), "meta[property='og:image']", "content")
    return url.removeprefix(HOST)


class ShareCardTests(TestCase):
    def test_it_is_a_picture_of_the_size_that_the_page_names(self) -> None:
        make_article(slug="降息", title="美联储意外降息50个基点")
        answer = self.client.get(card_of("/zh-tw/articles/降息/"))
        self.assertEqual(answer["Content-Type"], "image/png")
        self.assertEqual(answer["Cache-Control"], "public, max-age=300")
        with PILImage.open(BytesIO(b"".join(answer))) as picture:
            self.assertEqual(picture.size, CARD_SIZE)

    def test_each_variant_has_its_own(self) -> None:
        make_article(slug="k", title="后台运价")
        paths = {card_of(f"/{v}/articles/k/") for v in ("zh-cn", "zh-tw", "zh-hk")}
        self.assertEqual(len({path.rpartition("-")[2] for path in paths}), 3)

    def test_it_is_drawn_once(self) -> None:
        make_article(slug="k")
        path = card_of("/zh-cn/articles/k/")
        with patch.object(ShareCard, "draw", return_value=b"drawn") as draw:
            for _time in range(3):
                self.assertEqual(b"".join(self.client.get(path)), b"drawn")
        self.assertEqual(draw.call_count, 1)
        # the article, the site, and for another variant its stored text
        with self.assertNumQueries(2):
            answer = self.client.get(path)
        self.assertTrue(b"".join(answer))
        again = self.client.get(path, headers={"If-None-Match": answer["ETag"]})
        self.assertEqual(again.status_code, 304)

    def test_an_address_of_an_old_headline_leads_to_the_new_card(self) -> None:
        article = make_article(slug="k", title="旧题")
        old = card_of("/zh-cn/articles/k/")
        Article.objects.filter(pk=article.pk).update(title="新题")
        new = card_of("/zh-cn/articles/k/")
        self.assertNotEqual(old, new)
        self.assertRedirects(
            self.client.get(old), new, status_code=302, fetch_redirect_response=False
        )
        SiteSettings(name="另一台").save()
        self.assertNotEqual(card_of("/zh-cn/articles/k/"), new)

    def test_what_readers_may_not_see_has_none(self) -> None:
        later = make_article(slug="later")
        path = card_of("/zh-cn/articles/later/")
        self.assertEqual(self.client.get(path).status_code, 200)
        withdraw(later)
        self.assertEqual(self.client.get(path).status_code, 404)
        make_draft(slug="draft")
        embargoed = make_article(slug="e", embargoed_until=hours_ago(-1))
        for slug in ("draft", "e", "none"):
            answer = self.client.get(f"/zh-cn/articles/{slug}/card-0.png")
            self.assertEqual(answer.status_code, 404)
        self.client.force_login(make_chief())
        page = open_page(embargoed.get_absolute_url(), self.client)
        self.assertFalse(page.select("meta[property^='og:image']"))

    def test_its_file_has_no_other_address(self) -> None:
        make_article(slug="k")
        path = card_of("/zh-cn/articles/k/")
        self.assertTrue(b"".join(self.client.get(path)))
        name = f"{CARDS_FOLDER}/{path.rpartition('-')[2]}"
        self.assertTrue(default_storage.exists(name))
        self.assertEqual(self.client.get(f"/media/{name}").status_code, 404)

    def test_it_stands_under_the_article_s_own_address_alone(self) -> None:
        make_article(slug="e", language="en")
        digest = card_of("/en/articles/e/").rpartition("-")[2]
        answer = self.client.get(f"/zh-cn/articles/e/card-{digest}")
        self.assertEqual(answer.status_code, 404)
