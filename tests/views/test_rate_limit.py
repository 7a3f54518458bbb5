"""How much strangers may send, and that nobody is remembered for it."""

from __future__ import annotations

from unittest.mock import patch

from django.core.cache import cache
from django.test import RequestFactory, SimpleTestCase, override_settings

from articles.client_address import client_address
from articles.views.rate_limit import (
    IN_ALL,
    PER_CLIENT,
    WINDOW,
    is_within_rate_limit,
)

NOW = 1_800_000_000.0


def sent_from(address: str, **headers: str) -> bool:
    return is_within_rate_limit(
        RequestFactory(headers=headers).post("/", REMOTE_ADDR=address), "report"
    )


class RateLimitTests(SimpleTestCase):
    def setUp(self) -> None:
        self.clock = self.enterContext(patch("time.time", return_value=NOW))

    def use_up(self, address: str) -> None:
        for _ in range(PER_CLIENT):
            self.assertTrue(sent_from(address))

    def test_a_client_sends_a_few(self) -> None:
        self.use_up("192.0.2.1")
        self.assertFalse(sent_from("192.0.2.1"))
        self.assertTrue(sent_from("192.0.2.2"))

    def test_the_next_window_begins_anew(self) -> None:
        self.use_up("192.0.2.1")
        self.clock.return_value = NOW + WINDOW
        self.assertTrue(sent_from("192.0.2.1"))

    def test_the_addresses_of_one_network_are_one_client(self) -> None:
        self.use_up("2001:db8::1")
        self.assertFalse(sent_from("2001:db8::ffff:2"))
        self.assertTrue(sent_from("2001:db8:0:1::1"))

    def test_all_together_have_a_limit(self) -> None:
        answers = [sent_from(f"192.0.2.{n}") for n in range(IN_ALL + 1)]
        self.assertEqual(answers, [True] * IN_ALL + [False])

    def test_one_client_does_not_use_up_what_is_there_for_all(self) -> None:
        for _ in range(IN_ALL + 1):
            sent_from("192.0.2.1")
        self.assertTrue(sent_from("192.0.2.2"))

    def test_no_address_is_kept(self) -> None:
        with patch.object(cache, "incr", wraps=cache.incr) as counted:
            sent_from("192.0.2.1")
        self.assertTrue(counted.call_args_list)
        self.assertNotIn("192.0.2", str(counted.call_args_list))

    def test_a_count_that_the_cache_threw_out_begins_anew(self) -> None:
        with patch.object(cache, "incr", side_effect=ValueError):
            self.assertTrue(sent_from("192.0.2.1"))


class ClientAddressTests(SimpleTestCase):
    def address(self, told: str) -> str:
        request = RequestFactory(headers={"X-Forwarded-For": told}).get("/")
        return client_address(request)

    def test_nobody_is_believed_without_a_proxy(self) -> None:
        self.assertEqual(self.address("192.0.2.9"), "127.0.0.1")

    @override_settings(CLIENT_ADDRESS_HEADER="X-Forwarded-For")
    def test_the_proxy_s_word_is_the_last(self) -> None:
        self.assertEqual(self.address("10.0.0.1, 192.0.2.9"), "192.0.2.9")
        self.assertEqual(self.address(""), "127.0.0.1")
