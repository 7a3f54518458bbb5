"""Do many downloads at once, few per host, and again where a host asks for patience."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from articles.images.downloads import Gone, Unavailable

PER_HOST = 2
ATTEMPTS = 4
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0

Got = TypeVar("Got")


@dataclass
class Task(Generic[Got]):
    """One address, and at the end what came or why nothing did."""

    url: str
    tries: int = 0
    due: float = 0.0
    got: Got | None = None
    error: str = ""
    is_final: bool = False
    retry_after: float | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.rpartition("@")[2].lower()


def do_all(
    urls: Iterable[str], get: Callable[[str], Got], *, jobs: int
) -> Iterator[Task[Got]]:
    """Yield each address's task when it is done, tried again as often as it is worth.

    What came waits for its turn, so no more than ``jobs`` results are in memory.
    """
    with ThreadPoolExecutor(jobs, thread_name_prefix="fetch") as pool:
        try:
            yield from _Run(get, jobs, pool).results(urls)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class _Run(Generic[Got]):
    def __init__(
        self, get: Callable[[str], Got], jobs: int, pool: ThreadPoolExecutor
    ) -> None:
        self.get, self.jobs, self.pool = get, jobs, pool
        self.waiting: OrderedDict[str, deque[Task[Got]]] = OrderedDict()
        self.running: dict[Future[Got], Task[Got]] = {}
        self.busy: Counter[str] = Counter()

    def results(self, urls: Iterable[str]) -> Iterator[Task[Got]]:
        for url in urls:
            task: Task[Got] = Task(url)
            self.waiting.setdefault(task.host, deque()).append(task)
        while self.waiting or self.running:
            pause = self.start()
            if not self.running:
                time.sleep(pause or 0)
                continue
            done, _rest = wait(self.running, pause, FIRST_COMPLETED)
            for future in done:
                task = self.running.pop(future)
                self.busy[task.host] -= 1
                if self.settle(task, future):
                    yield task

    def start(self) -> float | None:
        """Start what may start; say how long until more may, if time alone decides."""
        now = time.monotonic()
        soonest: float | None = None
        for host in list(self.waiting):
            tasks = self.waiting[host]
            while (
                tasks
                and tasks[0].due <= now
                and self.busy[host] < PER_HOST
                and len(self.running) < self.jobs
            ):
                task = tasks.popleft()
                self.busy[host] += 1
                self.running[self.pool.submit(self.get, task.url)] = task
                self.waiting.move_to_end(host)  # The next turn is another host's.
            if not tasks:
                del self.waiting[host]
            elif tasks[0].due > now:
                soonest = min(soonest or tasks[0].due, tasks[0].due)
            if len(self.running) >= self.jobs:
                return None
        return None if soonest is None else soonest - now

    def settle(self, task: Task[Got], future: Future[Got]) -> bool:
        """Note what became of a try. Whether that was the last one."""
        task.tries += 1
        try:
            task.got, task.error = future.result(), ""
        except Gone as gone:
            task.error, task.is_final = str(gone), True
        except Unavailable as unavailable:
            task.error, task.retry_after = str(unavailable), unavailable.retry_after
            pause = min(FIRST_PAUSE * 2 ** (task.tries - 1), LONGEST_PAUSE)
            if task.retry_after is not None:
                pause = max(pause, task.retry_after)
            if task.tries < ATTEMPTS and pause <= LONGEST_PAUSE:
                self.postpone(task, pause)
                return False
        return True

    def postpone(self, task: Task[Got], pause: float) -> None:
        tasks = self.waiting.setdefault(task.host, deque())
        task.due = time.monotonic() + pause
        if task.retry_after is not None:
            tasks.appendleft(task)  # The whole host asked for patience.
        else:
            tasks.append(task)
