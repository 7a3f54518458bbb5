"""An address in an imported text means what it meant where the text was written."""

from __future__ import annotations

from django.test import SimpleTestCase, override_settings
from hypothesis import given, strategies as st

from articles.archive.hugo import Configuration
from articles.text_places import TextPlace, is_local

BASES = ("https://www.old.example/", "http://Blog.example:80/desk/")


def place(source_url: str, *bases: str) -> TextPlace:
    site = Configuration("UTC", base_urls=bases)
    return TextPlace("site", "content/a.md", site, source_url)


PLACE = place("", *BASES)


class OwnAddressTests(SimpleTestCase):
    def test_a_full_address_of_the_site_is_one_from_its_root(self) -> None:
        for address, path in {
            "https://www.old.example/zh/news/1/?a=b": "/zh/news/1/?a=b",
            "HTTP://OLD.example/images/a.png": "/images/a.png",
            "//old.example:443/a.png": "/a.png",
            "https://old.example": "/",
            "https://blog.example/desk/a.png": "/desk/a.png",
            "https://blog.example/desk": "/desk",
        }.items():
            with self.subTest(address):
                self.assertEqual(PLACE.from_root(address), path)
                self.assertTrue(PLACE.is_local(address))

    def test_any_other_address_stays(self) -> None:
        for address in (
            *("https://new.example/a", "https://old.example.evil/a", "https://[", "//"),
            *("https://blog.example/other/a.png", "https://blog.example/desktop/"),
            *("mailto:a@old.example", "ftp://old.example/a", "/a", "a.png", "", "#a"),
            "https://old.example@evil.example/a",
        ):
            with self.subTest(address):
                self.assertEqual(PLACE.from_root(address), address)

    def test_below_the_folder_of_the_site_it_is_looked_for_twice(self) -> None:
        for address in ("https://blog.example/desk/a.png", "/desk/a.png"):
            self.assertEqual(list(PLACE.spellings(address)), ["/desk/a.png", "/a.png"])
        self.assertEqual(list(PLACE.spellings("/a.png")), ["/a.png"])

    @given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=3))
    def test_any_text_is_an_address_of_something(
        self, address: str, bases: list[str]
    ) -> None:
        text = place(address, *bases)
        for spelling in [*text.spellings(address), text.from_root(address)]:
            self.assertTrue(spelling == address or is_local(spelling))
        text.at_original(address)


class OriginalTests(SimpleTestCase):
    def test_an_address_from_the_root_is_one_of_the_original_s_site(self) -> None:
        wire = place("https://wire.example/2025/a.html", "https://old.example/")
        for address, there in {
            "/_next/image?url=%2Fa.png&w=640": "/_next/image?url=%2Fa.png&w=640",
            "/": "/",
        }.items():
            self.assertEqual(wire.at_original(address), f"https://wire.example{there}")

    def test_other_addresses_are_not(self) -> None:
        wire = place("https://wire.example/a")
        for address in (
            "a.png",
            "../a",
            "//x.example/a",
            "https://a.example/",
            "",
            "#a",
        ):
            self.assertEqual(wire.at_original(address), "", address)

    @override_settings(SITE_URL="https://new.example:8000")
    def test_a_text_of_the_desk_s_own_has_no_original_elsewhere(self) -> None:
        for source_url in (
            *("", "https://old.example/1", "http://www.old.example/1", "mailto:a@b"),
            *("https://new.example:8000/1", "/1", "https:///1"),
        ):
            own = place(source_url, "https://old.example/")
            self.assertEqual(own.at_original("/a.png"), "", source_url)
