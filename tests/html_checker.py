"""The Nu HTML Checker, which the W3C runs, over pages in files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest


def html_errors(folder: Path) -> list[tuple[str, str]]:
    """Return name and error for each mistake in the files of a folder.

    https://validator.github.io/validator/
    """
    command = [*_checker(), "--format", "json", "--errors-only", str(folder)]
    done = subprocess.run(  # noqa: S603 – found below
        command, capture_output=True, text=True, check=False
    )
    return [
        (Path(found["url"]).name, f"{found['message']} {found.get('extract', '')}")
        for found in json.loads(done.stderr)["messages"]
    ]


def _checker() -> list[str]:
    java, jar = shutil.which("java"), os.environ.get("VNU_JAR", "")
    if java and Path(jar).is_file():
        return [java, "-jar", jar]
    message = "VNU_JAR names no vnu.jar (npm install vnu-jar), or there is no Java."
    if os.environ.get("NEWSDESK_TEST_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)
