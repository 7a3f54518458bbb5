"""A worker that is killed, as running out of memory does, is replaced."""

from __future__ import annotations

import os
import signal

from tests.processes import ProcessTestCase
from tests.servers import Server


class WorkerTests(ProcessTestCase):
    def test_the_site_answers_again_after_its_only_worker_was_killed(self) -> None:
        server = Server(self.environment, workers=1)
        server.start()
        self.addCleanup(server.stop)
        (worker,) = server.workers()
        os.kill(worker, signal.SIGKILL)
        server.wait(other_than=worker)
