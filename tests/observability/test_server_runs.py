"""Workers of one server count together, and not with those of an earlier one."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from django.test import SimpleTestCase, override_settings

from newsdesk.observability.server_runs import (
    begin_run,
    run_folder,
    running_workers,
)
from tests.processes import ROOT

_WORKER = """
import os, sys
from django.conf import settings
settings.configure(DATA_DIR=sys.argv[1])
from newsdesk.observability import metrics
metrics.begin_run()
metrics.observe("a:b", "GET", 200, 0.003, queries=4, query_seconds=0.001)
metrics.observe("a:b", "BREW", 404, 7)
print(metrics.as_text().decode())
"""


class RunTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        settings = override_settings(DATA_DIR=Path(folder.name))
        settings.enable()
        self.addCleanup(settings.disable)
        self.data = folder.name

    def worker(self) -> str:
        done = subprocess.run(  # noqa: S603 – our own code
            [sys.executable, "-c", _WORKER, self.data],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def test_workers_of_one_server_are_added_up(self) -> None:
        self.worker()
        said = self.worker()
        wanted = '{method="GET",status="200",view="a:b"} 2.0'
        self.assertIn(f"newsdesk_requests_total{wanted}", said)
        self.assertIn('newsdesk_database_queries_total{view="a:b"} 8.0', said)
        self.assertIn(
            'newsdesk_request_seconds_bucket{le="0.005",view="a:b"} 2.0', said
        )
        with self.subTest("a method that somebody made up makes no new series"):
            self.assertIn('method="other",status="404"', said)
            self.assertNotIn("BREW", said)

    def test_only_workers_that_live_are_counted(self) -> None:
        self.worker()
        self.assertEqual(running_workers(), 0)

    def test_the_folder_of_a_server_that_is_gone_is_deleted(self) -> None:
        begin_run()
        former = run_folder().parent / "999999999-17"
        former.mkdir()
        begin_run()
        self.assertFalse(former.exists())
        self.assertTrue(run_folder().exists())

    def test_sites_do_not_count_together(self) -> None:
        here = run_folder()
        with override_settings(DATA_DIR=Path(self.data, "other")):
            self.assertNotEqual(run_folder(), here)
