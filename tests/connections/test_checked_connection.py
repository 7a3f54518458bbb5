from __future__ import annotations

from django.test import SimpleTestCase

from articles.connections import retry_after


class RetryAfterTests(SimpleTestCase):
    def test_a_host_may_say_when_to_ask_again(self) -> None:
        for value, expected in {"7": 7, "": None, "soon": None, "-1": None}.items():
            self.assertEqual(retry_after(value), expected)
        moment = retry_after("Wed, 21 Oct 2099 07:28:00 GMT")
        self.assertGreater(moment or 0, 86_400)
        self.assertEqual(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), 0)
