"""Readers and programs are told what AI made."""

from __future__ import annotations

import json
import re
from typing import Any

from django.contrib.auth.models import User
from django.test import TestCase

from articles.models import Article, Image
from tests.factories import make_article, make_image

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def structured(html: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    return json.loads(found[1])["@graph"][0]


class GeneratedTests(TestCase):
    def page(self, article: Article) -> str:
        return self.client.get(article.get_absolute_url()).content.decode()

    def ninjs(self, article: Article) -> Any:
        return self.client.get(f"{article.get_absolute_url()[:-1]}.ninjs.json").json()

    def with_picture(self, **fields: Any) -> Article:
        image: Image = make_image(**fields)
        return make_article(thumbnail=image, thumbnail_place="both")

    def test_a_generated_picture_has_a_label_under_it(self) -> None:
        article = self.with_picture(source_type="trainedAlgorithmicMedia", alt="机器人")
        html = self.page(article)
        self.assertIn("AI 生成图片", html)
        self.assertIn('alt="机器人"', html)
        picture, _card = structured(html)["image"]
        self.assertEqual(picture["digitalSourceType"], GENERATED)
        association = self.ninjs(article)["associations"][0]
        self.assertEqual(association["digitalSourceType"], {"uri": GENERATED})

    def test_a_photograph_has_none(self) -> None:
        html = self.page(self.with_picture(source_type="digitalCapture"))
        self.assertNotIn("article__generated", html)

    def test_credit_and_licence_stand_under_a_picture(self) -> None:
        article = self.with_picture(credit="海岳图片", licence="CC BY 4.0")
        html = self.page(article)
        self.assertIn("海岳图片", html)
        self.assertIn("CC BY 4.0", html)
        picture, _card = structured(html)["image"]
        self.assertEqual(picture["creditText"], "海岳图片")
        self.assertEqual(picture["license"]["name"], "CC BY 4.0")

    def test_a_text_with_ai_says_so_and_who_answers_for_it(self) -> None:
        editor = User.objects.create_user("lin", first_name="岚", last_name="林")
        article = make_article(ai_use="assisted", ai_editor=editor)
        html = self.page(article)
        self.assertIn("article__ai", html)
        self.assertIn("由 林岚 审读", html)
        data = structured(html)
        self.assertEqual(data["editor"]["name"], "林岚")
        self.assertIn("compositeWithTrained", data["digitalSourceType"])

    def test_an_account_without_a_name_is_not_printed(self) -> None:
        editor = User.objects.create_user("login-name")
        article = make_article(ai_use="generated", ai_editor=editor)
        html = self.page(article)
        self.assertIn("article__ai", html)
        self.assertNotIn("login-name", html)
        self.assertEqual(self.ninjs(article)["digitalSourceType"], {"uri": GENERATED})

    def test_nothing_is_said_where_nothing_is_known(self) -> None:
        article = make_article()
        html = self.page(article)
        self.assertNotIn("article__ai", html)
        self.assertNotIn("digitalSourceType", html)

    def test_feeds_get_one_file_of_each_picture(self) -> None:
        address = make_image().file.url
        make_article(body=f"![图]({address})")
        feed = self.client.get("/zh-cn/feed.json").content.decode()
        self.assertNotIn("srcset", feed)
        self.assertIn("<img src=", feed.replace('\\"', '"'))
