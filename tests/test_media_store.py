"""What a store of pictures answers is what a disk does: a file, none, or an outage."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from django.core.files.base import ContentFile
from django.test import SimpleTestCase, override_settings

from articles.outages import is_outage
from newsdesk import media_store
from newsdesk.media_store import MediaStore
from tests.servers import free_port
from tests.test_settings import run_with

_ACTS: tuple[Callable[[MediaStore], object], ...] = (
    lambda store: store.open("a.png"),
    lambda store: store.save("a.png", ContentFile(b"x")),
    lambda store: store.exists("a.png"),
    lambda store: store.size("a.png"),
    lambda store: store.delete("a.png"),
    lambda store: list(store.files()),
)


class Answering(ThreadingHTTPServer):
    """Answers everything with one status, and counts what it is asked."""

    def __init__(self, status: int, code: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.code = status, code
        self.asked = 0


class _Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_GET(self) -> None:
        self.server.asked += 1
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = f"<Error><Code>{self.server.code}</Code></Error>".encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_PUT = do_DELETE = do_GET

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on standard error."""


@contextmanager
def answering(status: int, code: str = "") -> Iterator[Answering]:
    with Answering(status, code) as server:
        thread = Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def store_at(port: int) -> MediaStore:
    return MediaStore(
        bucket_name="newsdesk",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        access_key="key",
        secret_key="secret",  # noqa: S106
    )


class MediaStoreTests(SimpleTestCase):
    def setUp(self) -> None:
        media_store._Outage.until = 0.0
        self.addCleanup(setattr, media_store._Outage, "until", 0.0)

    @override_settings(MEDIA_URL="/media/")
    def test_the_address_of_a_file_is_at_this_site_and_asks_nobody(self) -> None:
        store = store_at(free_port())
        self.assertEqual(store.url("images/图.png"), "/media/images/%E5%9B%BE.png")

    def test_a_store_that_refuses_is_an_outage_of_every_act(self) -> None:
        for status, code in ((503, "SlowDown"), (403, "AccessDenied")):
            with answering(status, code) as server:
                store = store_at(server.server_port)
                for act in _ACTS:
                    with self.subTest(status), self.assertRaises(OSError) as caught:
                        act(store)
                    self.assertTrue(is_outage(caught.exception))
                    self.assertIn(str(status), str(caught.exception.strerror))

    def test_what_is_not_there_is_no_outage(self) -> None:
        with answering(404, "NoSuchKey") as server:
            store = store_at(server.server_port)
            self.assertFalse(store.exists("a.png"))
            with self.assertRaises(FileNotFoundError):
                store.open("a.png")

    def test_a_bucket_that_is_not_there_is_one(self) -> None:
        with (
            answering(404, "NoSuchBucket") as server,
            self.assertRaises(OSError) as caught,
        ):
            store_at(server.server_port).open("a.png")
        self.assertEqual(caught.exception.errno, errno.EIO)

    def test_nobody_waits_twice_for_a_store_that_does_not_answer(self) -> None:
        gone = store_at(free_port())
        with self.assertRaises(OSError) as caught:
            gone.open("a.png")
        self.assertTrue(is_outage(caught.exception))
        with answering(404, "NoSuchKey") as server:
            store = store_at(server.server_port)
            with self.assertRaises(OSError) as caught:
                store.open("a.png")
            self.assertTrue(is_outage(caught.exception))
            self.assertEqual(server.asked, 0)
            media_store._Outage.until = 1e-9  # A pause that is over.
            with self.assertRaises(FileNotFoundError):
                store.open("a.png")
            self.assertEqual(media_store._Outage.until, 0.0)

    def test_what_is_no_name_is_never_asked_for(self) -> None:
        with answering(200) as server, self.assertRaises(ValueError):
            store_at(server.server_port).open("")
        self.assertEqual(server.asked, 0)


class SettingsTests(SimpleTestCase):
    def refusal(self, address: str) -> str:
        return run_with("", MEDIA_STORE=address, DATA_DIR="/tmp").stderr  # noqa: S108

    def test_a_store_takes_the_place_of_the_folder(self) -> None:
        code = "print(settings.STORAGES['default']['OPTIONS']['bucket_name'])"
        done = run_with(
            code,
            MEDIA_STORE="s3://news?endpoint=http://127.0.0.1:1",
            DATA_DIR="/tmp",  # noqa: S108
        )
        self.assertEqual(done.stdout, "news\n", done.stderr)

    def test_odd_addresses_are_refused_in_words(self) -> None:
        for address, words in (
            ("swift://news", "must begin with one of s3://"),
            ("s3://", "must name a bucket"),
            ("s3://news/folder", "must name a bucket"),
            ("s3://news?zone=1", "not 'zone'"),
            ("s3://news?endpoint=host:1", "must be an http(s) address"),
        ):
            with self.subTest(address):
                self.assertIn(words, self.refusal(address))

    def test_keys_in_the_address_are_refused_and_not_repeated(self) -> None:
        said = self.refusal("s3://key:geheim@news")
        self.assertIn("AWS_SECRET_ACCESS_KEY", said)
        self.assertNotIn("geheim", said)

    def test_a_missing_library_is_said_by_the_variable_that_wants_it(self) -> None:
        code = (
            "import sys\nfrom unittest import mock\nimport importlib.util\n"
            "mock.patch('importlib.util.find_spec', return_value=None).start()\n"
            "del sys.modules['newsdesk.settings'], sys.modules['newsdesk.environment']\n"
            "import os\n"
            "os.environ['MEDIA_STORE'] = 's3://news'\nimport newsdesk.settings"
        )
        said = run_with(code, DATA_DIR="/tmp").stderr  # noqa: S108
        self.assertIn("requirements-store.txt", said)
