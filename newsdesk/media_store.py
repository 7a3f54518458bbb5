"""Pictures and attached files in an S3-compatible store, which no machine owns.

Its bucket is private: readers get of it only what the views of files send, after they asked
who may see it. No page asks the store for anything, so pages are served while it is away.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from errno import EIO
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from django.conf import settings
from django.core.files import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# Seconds, each tried twice.
_CONNECTING, _SILENCE = 2, 5
# Longer than two tries, so that no more than one request at a time waits for a store that
# says nothing.
ASKED_AGAIN_AFTER = 15.0
_KEPT_IN_MEMORY = 8_000_000  # Bytes of a file that is read; more goes through a disk.


class _Outage:
    """When a store that did not answer is asked again, in this process; 0 if it answers."""

    until = 0.0


class MediaStore(S3Storage):  # type: ignore[misc]
    """Files by their names in a bucket, whole or not there: a store knows no half a file.

    Where the store does not answer, or refuses, methods raise the ``OSError`` of a disk that
    does not work. Names tell what files hold, so a file may be written over.
    """

    def get_default_settings(self) -> dict[str, Any]:
        return dict(super().get_default_settings()) | {
            "client_config": Config(
                connect_timeout=_CONNECTING,
                read_timeout=_SILENCE,
                retries={"mode": "standard", "total_max_attempts": 2},
                # Names of buckets are names of hosts at Amazon alone.
                s3={"addressing_style": "path" if self.has_endpoint else "auto"},
                # Newer checksums, which only Amazon and few others take.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            # Requests have threads enough.
            "transfer_config": TransferConfig(use_threads=False),
            "file_overwrite": True,
            # Views say what a file is; a store that knew of gzip might open it on the way.
            "object_parameters": {"ContentType": "application/octet-stream"},
        }

    def __init__(self, **options: Any) -> None:
        self.has_endpoint = bool(options.get("endpoint_url"))
        super().__init__(**options)

    @cached_property
    def connection(self) -> Any:
        """One client for all threads, which takes 100 ms to make."""
        return super().connection

    def url(self, name: str, *_arguments: Any, **_named: Any) -> str:
        """Return the address at this site, whose view asks who may see the file."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        """Return a copy of a whole file, to be read."""
        if mode != "rb":
            raise ValueError(f"files of the store are read, not opened for {mode!r}")
        copy = SpooledTemporaryFile(_KEPT_IN_MEMORY)  # noqa: SIM115 – the caller closes it
        try:
            with _as_a_disk(name):
                answer = self.connection.meta.client.get_object(
                    Bucket=self.bucket_name, Key=self._normalize_name(clean_name(name))
                )
                with closing(answer["Body"]) as body:
                    shutil.copyfileobj(body, copy, 1 << 16)
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return File(copy, name)

    def _save(self, name: str, content: File[Any]) -> str:
        with _as_a_disk(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _as_a_disk(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_a_disk(name):
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with _as_a_disk(name):
            head = self.connection.meta.client.head_object(
                Bucket=self.bucket_name, Key=self._normalize_name(clean_name(name))
            )
        return int(head["ContentLength"])

    def files(self) -> Iterator[tuple[str, int]]:
        """Yield the name and the size of each file. A request for a thousand."""
        client = self.connection.meta.client
        pages = iter(
            client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name)
        )
        while True:
            with _as_a_disk(self.bucket_name):
                page = next(pages, None)
            if page is None:
                return
            for entry in page.get("Contents", ()):
                yield entry["Key"], entry["Size"]

    def take(self, path: Path, name: str) -> None:
        """Have a file of this machine, of which the store is given a copy."""
        with path.open("rb") as file:
            self.save(name, File(file))


@contextmanager
def _as_a_disk(name: str) -> Iterator[None]:
    """Raise what a disk does: ``OSError``, ``ValueError`` for what can be no name."""
    now = time.monotonic()
    if now < _Outage.until:
        raise _failure("it did not answer a moment ago", name)
    if _Outage.until:
        _Outage.until = now + ASKED_AGAIN_AFTER  # This request asks for all others.
    try:
        yield
    except ClientError as error:
        _Outage.until = 0.0
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        # Without a body, as after HEAD, it is the status again.
        code = error.response["Error"].get("Code", "")
        if code in {"NoSuchKey", "404"} or status == HTTPStatus.BAD_REQUEST:
            raise FileNotFoundError(f"not in the store: {name}") from None
        reason = f"{status} {code}".removesuffix(f" {status}")
        raise _failure(reason, name) from error
    except ParamValidationError as error:
        raise ValueError(f"no name for a file: {name!r}") from error
    except (BotoCoreError, Boto3Error) as error:
        _Outage.until = time.monotonic() + ASKED_AGAIN_AFTER
        raise _failure(str(error), name) from error
    _Outage.until = 0.0


def _failure(reason: str, name: str) -> OSError:
    return OSError(EIO, f"the store of pictures is not there for us ({reason})", name)
