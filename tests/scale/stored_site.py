"""A site whose pictures lie in a store, as it runs."""

from __future__ import annotations

import os
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

from tests.bad_days.running_site import SIGN_IN
from tests.processes import ROOT, manage
from tests.servers import RemoteEditor, Server
from tests.stores import BUCKET, Swift

_FILL = """
import gzip
import random
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from articles.choices import Status
from articles.images import image_data, store_image
from tests.factories import hours_ago, make_article
from tests.people import make_chief
from tests.sample_images import photo
shown, kept = store_image(photo(1600, 900)), store_image(photo(1500, 900))
make_article(slug="shown", title="报道", thumbnail=shown, published_at=hours_ago(2))
make_article(slug="draft", title="草稿", thumbnail=kept, status=Status.DRAFT)
make_chief()
# A name that is no ASCII, an ending that stores know, more than goes there at once.
default_storage.save("attached/年报.csv.gz", ContentFile(gzip.compress(b"a,b")))
default_storage.save("attached/film.mp4", ContentFile(random.Random(1).randbytes(20_000_000)))
print(image_data(shown).url, image_data(kept).url)
"""
PAGES = ("/zh-cn/", "/zh-cn/articles/shown/")


class StoredSite:
    """It was filled on a disk, moved into the store, and has no picture on a disk since."""

    def __init__(self, cleanup: ExitStack, folder: Path, swift: Swift) -> None:
        self.swift, self.folder = swift, folder
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": "",
            "CACHE_URL": "",
            "PYTHONPATH": str(ROOT),
        }
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.public, self.private = self.python(_FILL).split()
        self.session = self.python(SIGN_IN)
        self.files = self.on_disk()
        self.environment |= swift.environment
        self.said = self.manage("move_media", "--to", "store", "--delete")
        self.server = Server(self.environment)
        cleanup.callback(self.server.kill)
        self.server.start()

    def manage(self, *arguments: str) -> str:
        return manage(*arguments, environment=self.environment)

    def python(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "-c", code).strip()

    def on_disk(self) -> dict[str, bytes]:
        """Return the files of the folder of pictures, by their names."""
        media = self.folder / "media"
        return {
            path.relative_to(media).as_posix(): path.read_bytes()
            for path in media.rglob("*")
            if path.is_file()
        }

    def in_store(self) -> dict[str, bytes]:
        """Return the files of the bucket, by their names."""
        client = self.swift.client
        found = client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {
            entry["Key"]: client.get_object(Bucket=BUCKET, Key=entry["Key"])[
                "Body"
            ].read()
            for entry in found
        }

    @property
    def editor(self) -> RemoteEditor:
        return RemoteEditor(self.server, self.session)

    def status(self, path: str, port: int = 0) -> int:
        """Return the status of what a stranger asks this site, or another port, for."""
        connection = HTTPConnection("127.0.0.1", port or self.server.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()
