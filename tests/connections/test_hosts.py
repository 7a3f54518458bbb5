from __future__ import annotations

from contextlib import AbstractContextManager
from unittest.mock import patch

from django.test import SimpleTestCase, override_settings

from articles.connections.hosts import (
    ForbiddenAddress,
    checked_addresses,
    is_public,
    split_address,
)

# ruff: noqa: S104 – nothing is bound here.
NOT_PUBLIC = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
    "fec0::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101"]


def resolving(*addresses: str) -> AbstractContextManager[object]:
    entries = [(2, 1, 6, "", (address, 80)) for address in addresses]
    return patch("socket.getaddrinfo", return_value=entries)


class PublicTests(SimpleTestCase):
    def test_only_addresses_of_the_internet_are_public(self) -> None:
        for address in NOT_PUBLIC:
            self.assertFalse(is_public(address), address)
        for address in PUBLIC:
            self.assertTrue(is_public(address), address)

    def test_one_private_address_among_public_ones_is_enough(self) -> None:
        with resolving("1.1.1.1", "10.0.0.1"), self.assertRaises(ForbiddenAddress):
            checked_addresses("news.example", 80)

    def test_every_spelling_of_this_machine_is_refused(self) -> None:
        for host in ("localhost", "127.1", "0x7f000001", "2130706433", "0", "[::1]"):
            with self.subTest(host), self.assertRaises((ForbiddenAddress, OSError)):
                checked_addresses(host.strip("[]"), 80)

    @override_settings(FETCH_ALLOWED_HOSTS=["LocalHost"])
    def test_a_host_the_setting_names_is_allowed(self) -> None:
        self.assertIn("127.0.0.1", checked_addresses("localhost", 80))
        with self.assertRaises(ForbiddenAddress):
            checked_addresses("127.0.0.1", 80)


class SplitTests(SimpleTestCase):
    def test_only_web_addresses_are_asked(self) -> None:
        for url in (
            "file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "//a.example",
            "http://", "http:///a", "http://a:99999/", "http://[", "http://a:b/", "",
        ):  # fmt: skip
            with self.subTest(url), self.assertRaises(ForbiddenAddress):
                split_address(url)
