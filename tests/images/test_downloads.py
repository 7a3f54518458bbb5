from __future__ import annotations

import time
from unittest.mock import patch

from django.test import SimpleTestCase, override_settings

from articles.connections import checked_connection
from articles.images import downloads
from articles.images.downloads import Gone, Unavailable, download
from tests.images.server import PictureServer


@override_settings(FETCH_ALLOWED_HOSTS=["localhost"])
class DownloadTests(SimpleTestCase):
    def setUp(self) -> None:
        self.server = self.enterContext(PictureServer())

    def refused(self, path: str) -> str:
        with self.assertRaises(Gone) as caught:
            download(self.server.url(path))
        return str(caught.exception)

    def test_what_is_there_comes_whole(self) -> None:
        self.assertEqual(download(self.server.url("good"))[:4], b"\x89PNG")

    def test_what_is_not_there_is_gone(self) -> None:
        self.assertEqual(self.refused("nothing"), "404 Not Found")

    def test_a_redirect_is_followed(self) -> None:
        self.assertEqual(download(self.server.url("to/|good"))[:4], b"\x89PNG")

    def test_a_redirect_leads_to_nobody_who_may_not_be_asked(self) -> None:
        port = self.server.server_port
        for target in (
            f"http:||127.0.0.1:{port}|good", f"http:||[::1]:{port}|good",
            f"||127.0.0.1:{port}|good", "http:||10.0.0.1|", "file:|||etc|passwd",
            "http:||169.254.169.254|latest", "ftp:||a.example|", "http:||[",
        ):  # fmt: skip
            with self.subTest(target):
                self.refused(f"to/{target}")
        self.assertEqual(self.server.asked["/good"], 0)

    def test_a_round_of_redirects_ends(self) -> None:
        self.assertEqual(self.refused("round"), "more than 5 redirects")
        self.assertEqual(self.server.asked["/round"], 6)

    def test_an_endless_answer_is_left(self) -> None:
        with patch.object(downloads, "MAX_BYTES", 1_000_000):
            self.assertIn("larger than", self.refused("endless"))

    def test_an_answer_of_drops_is_left(self) -> None:
        start = time.monotonic()
        with (
            patch.object(downloads, "WHOLE_SECONDS", 0.5),
            self.assertRaisesMessage(Unavailable, "no answer in time"),
        ):
            download(self.server.url("slow"))
        self.assertLess(time.monotonic() - start, 5)

    def test_silence_is_left(self) -> None:
        self.server.delay = 3
        with (
            patch.object(downloads, "SILENCE_SECONDS", 0.2),
            self.assertRaises(Unavailable),
        ):
            download(self.server.url("good"))

    def test_half_an_answer_is_none(self) -> None:
        with self.assertRaises(Unavailable):
            download(self.server.url("cut"))

    def test_nobody_listening_is_no_reason_to_give_up(self) -> None:
        self.server.server_close()
        with self.assertRaises(Unavailable):
            download(self.server.url("good"))

    def test_the_name_is_asked_for_its_address_once_per_connection(self) -> None:
        # Else it could be public when checked and private when connected to.
        with patch.object(
            checked_connection, "checked_addresses", return_value=["127.0.0.1"]
        ) as checked:
            download(f"http://rebinding.example:{self.server.server_port}/good")
        checked.assert_called_once()
