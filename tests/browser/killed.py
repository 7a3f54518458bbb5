"""A Chromium that keeps its profile, and can be killed in the middle of a word."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType, Error as PlaywrightError

from tests.browser.conftest import ARGUMENTS


def open_profile(chromium: BrowserType, profile: Path) -> BrowserContext:
    return chromium.launch_persistent_context(
        str(profile),
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=ARGUMENTS,
        locale="en",
    )


def kill_profile(context: BrowserContext, profile: Path) -> None:
    """End the browser of the profile as a power failure would: it says no last word."""
    # It is gone before it can answer.
    with suppress(PlaywrightError), context.expect_event("close"):
        _kill(profile)


def _kill(profile: Path) -> None:
    for folder in Path("/proc").iterdir():
        try:
            line = (folder / "cmdline").read_text(errors="replace")
        except OSError:  # No process, or gone by now.
            continue
        if f"--user-data-dir={profile}\0" in line and "\0--type=" not in line:
            os.kill(int(folder.name), signal.SIGKILL)
