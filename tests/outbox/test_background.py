from __future__ import annotations

from unittest.mock import patch

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import SimpleTestCase, override_settings

from articles.outbox import SendOutboxMiddleware, background


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


class MiddlewareTests(SimpleTestCase):
    def test_it_has_the_outbox_sent_behind_a_response_once_in_a_while(self) -> None:
        middleware = SendOutboxMiddleware(answer)
        with patch.object(background, "start_sending") as start:
            for _n in range(3):
                self.assertEqual(middleware(HttpRequest()).content, b"ok")
        start.assert_called_once()

    @override_settings(OUTBOX_AFTER_RESPONSES=False)
    def test_where_a_timer_sends_it_stands_aside(self) -> None:
        with self.assertRaises(MiddlewareNotUsed):
            SendOutboxMiddleware(answer)
