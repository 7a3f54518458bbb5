"""Run many downloads at once, few per host, and retry where a host asks to wait."""

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

Result = TypeVar("Result")


@dataclass
class Task(Generic[Result]):
    """One address, and at the end its result or its error."""

    url: str
    tries: int = 0
    due: float = 0.0
    result: Result | None = None
    error: str = ""
    is_final: bool = False
    retry_after: float | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.rpartition("@")[2].lower()


def do_all(
    urls: Iterable[str],
    get: Callable[[str], Result],
    *,
    jobs: int,
    attempts: int = ATTEMPTS,
) -> Iterator[Task[Result]]:
    """Yield each address's task when it is done, after up to so many attempts.

    No more than ``jobs`` results are in memory at once.
    """
    with ThreadPoolExecutor(jobs, thread_name_prefix="fetch") as pool:
        try:
            yield from _Run(get, jobs, attempts, pool).results(urls)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class _Run(Generic[Result]):
    def __init__(
        self,
        get: Callable[[str], Result],
        jobs: int,
        attempts: int,
        pool: ThreadPoolExecutor,
    ) -> None:
        self.get, self.jobs, self.attempts, self.pool = get, jobs, attempts, pool
        self.waiting: OrderedDict[str, deque[Task[Result]]] = OrderedDict()
        self.running: dict[Future[Result], Task[Result]] = {}
        self.busy: Counter[str] = Counter()

    def results(self, urls: Iterable[str]) -> Iterator[Task[Result]]:
        for url in urls:
            task: Task[Result] = Task(url)
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
        """Start what may start; return the seconds until more may, if only time decides."""
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

    def settle(self, task: Task[Result], future: Future[Result]) -> bool:
        """Record the result of a try, and tell whether it was the last."""
        task.tries += 1
        try:
            task.result, task.error = future.result(), ""
        except Gone as gone:
            task.error, task.is_final = str(gone), True
        except Unavailable as unavailable:
            task.error, task.retry_after = str(unavailable), unavailable.retry_after
            pause = min(FIRST_PAUSE * 2 ** (task.tries - 1), LONGEST_PAUSE)
            if task.retry_after is not None:
                pause = max(pause, task.retry_after)
            if task.tries < self.attempts and pause <= LONGEST_PAUSE:
                self.postpone(task, pause)
                return False
        return True

    def postpone(self, task: Task[Result], pause: float) -> None:
        tasks = self.waiting.setdefault(task.host, deque())
        task.due = time.monotonic() + pause
        if task.retry_after is not None:
            tasks.appendleft(task)  # The whole host asked for patience.
        else:
            tasks.append(task)
