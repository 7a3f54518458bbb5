"""Read settings from the environment, and refuse odd values by name."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}


def read_dotenv(path: Path) -> None:
    """Take from the ``NAME=value`` lines of a file what the environment does not set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"(?:export )?(\w+)=(['\"]?)(.*)\2\s*", line):
            name, mark, value = found.groups()
            value = re.sub(r"\\([^nrt])", r"\1", value) if mark == '"' else value
            os.environ.setdefault(name, value)


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool) -> bool:
    value = env_str(name).lower()
    if value in TRUE:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return default


def env_list(name: str, default: list[str]) -> list[str]:
    parts = [part.strip() for part in env_str(name).split(",")]
    return [part for part in parts if part] or default


def env_choice(name: str, choices: list[str]) -> str:
    """One of the choices; the first where nothing is set."""
    value = env_str(name, choices[0])
    if value not in choices:
        known = ", ".join(choices)
        raise ImproperlyConfigured(f"{name} must be one of {known}, not {value!r}.")
    return value


def env_address(name: str, default: str, schemes: Collection[str]) -> SplitResult:
    """An address that begins with one of the schemes, such as ``redis://host:6379/0``.

    A message never shows it: it may hold a password.
    """
    return _address(name, env_str(name, default), schemes)


def env_addresses(name: str, schemes: Collection[str]) -> list[SplitResult]:
    """Several such addresses, with commas between them; none where nothing is set."""
    return [_address(name, value, schemes) for value in env_list(name, [])]


def _address(name: str, value: str, schemes: Collection[str]) -> SplitResult:
    try:
        # People forget to write the # of a password as %23.
        address = urlsplit(value.replace("#", "%23"))
        _port = address.port  # Raises where it is no number.
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no address: {error}") from None
    if address.scheme not in schemes:
        known = ", ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} must begin with one of {known}.")
    return address


def env_header(name: str) -> tuple[str, str]:
    """A line of an HTTP head, such as ``Authorization: Bearer …``; a pair of nothing where
    nothing is set. A message never shows it: it holds a secret."""
    line = env_str(name)
    field, colon, value = (part.strip() for part in line.partition(":"))
    is_header = re.fullmatch(r"[\w-]+", field, re.ASCII) and colon
    if line and not (is_header and value.isascii() and value.isprintable() and value):
        raise ImproperlyConfigured(f"{name} must be a header, such as Name: value.")
    return field, value


def env_bucket(name: str) -> dict[str, str | None]:
    """A bucket of an S3-compatible store, such as ``s3://name?endpoint=https://host:port``, as
    django-storages takes it; empty where nothing is set."""
    if not env_str(name):
        return {}
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            f"{name} is set, but django-storages or boto3 is not installed: run "
            "`pip install -r requirements-store.txt`, or unset it."
        )
    address = env_address(name, "", {"s3": "S3-compatible"})
    if not address.netloc or "@" in address.netloc or address.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} must name a bucket and no more: write s3://bucket?endpoint=… and the "
            "keys into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    options = dict(parse_qsl(address.query))
    endpoint, region = options.pop("endpoint", None), options.pop("region", "us-east-1")
    if options:
        raise ImproperlyConfigured(
            f"{name} knows endpoint and region, not {min(options)!r}."
        )
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"The endpoint of {name} must be an http(s) address, not {endpoint!r}."
        )
    return {
        "bucket_name": address.netloc,
        "endpoint_url": endpoint,
        "region_name": region,
    }


def env_int(name: str, default: int) -> int:
    value = env_str(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def kept_secret(path: Path) -> str:
    """A key made once and kept in the data folder, readable by its owner alone."""
    try:
        with os.fdopen(
            os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
        ) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip()


def keep_private(path: Path) -> None:
    """Let nobody but its owner read a database file, which is made empty if there is none.

    SQLite gives its ``-wal`` and ``-shm`` files the mode of the file they belong to. Where
    nothing can be changed here, to connect says what is wrong.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        with suppress(OSError):
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)
