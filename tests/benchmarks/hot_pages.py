"""Ask a real server for kept pages beside a bare Django view: ``hot_pages.py [SECONDS]``.

Needs ``wrk`` (``apt-get install wrk``) and a database with articles in ``DATA_DIR``
(``generate_articles.py``). A hundred article addresses in turn, ``wrk -t1 -c8``: gzip and
identity, with nothing published and with one publication a second, beside a view that
answers as many bytes as an article has uncompressed, behind the same server with the same
settings. Prints requests a second, the ratio to the bare view, and the processor time of
the server for each thousand requests.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.utils import timezone  # noqa: E402

from articles import publishing  # noqa: E402
from articles.models import Article  # noqa: E402

PORT, BARE_PORT = 18801, 18802
COUNT = 100
_BARE = """
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from django.conf import settings

application = get_wsgi_application()
BODY = b"x" * {length}
urlpatterns = [path("<path:rest>", lambda request, rest: HttpResponse(BODY))]
settings.ROOT_URLCONF = __name__
"""
_SCRIPT = """
local paths = {{ {paths} }}
local n = 0
request = function()
  n = n % #paths + 1
  return wrk.format("GET", paths[n])
end
"""


def main(seconds: int) -> None:
    if not shutil.which("wrk"):
        sys.exit("This benchmark asks with wrk: apt-get install wrk")
    rows = Article.objects.published().order_by("pk")[:COUNT]
    paths = [article.get_absolute_url() for article in rows]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = folder / "paths.lua"
        script.write_text(_SCRIPT.format(paths=", ".join(f'"{p}"' for p in paths)))
        with server("newsdesk.wsgi:application", PORT) as pid:
            length = len(get(PORT, paths[0]))
            for path in paths * 4:  # Both workers.
                get(PORT, path)
            (folder / "bare_view.py").write_text(_BARE.format(length=length))
            with server("bare_view:application", BARE_PORT, folder) as bare_pid:
                print(
                    f"{len(paths)} articles, {length / 1000:.1f} kB, {seconds} s each"
                )
                print(f"{'':34}{'requests/s':>11}{'ratio':>7}{'CPU ms/1,000':>14}")
                bare = measured("bare view", BARE_PORT, bare_pid, script, seconds)
                for encoding in ("gzip", "identity"):
                    ask = (PORT, pid, script, seconds, encoding, bare)
                    measured(f"kept, {encoding}", *ask)
                    with publishing_each_second(rows[0]):
                        measured(f"kept, {encoding}, one change a second", *ask)


def measured(
    name: str,
    port: int,
    pid: int,
    script: Path,
    seconds: int,
    encoding: str = "gzip",
    bare: float = 0.0,
) -> float:
    before = processor_time(pid)
    said = subprocess.run(  # noqa: S603
        [
            *("wrk", "-t1", "-c8", f"-d{seconds}s", "-s", str(script)),
            *("-H", f"Accept-Encoding: {encoding}", f"http://127.0.0.1:{port}"),
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    used = processor_time(pid) - before
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    count = re.search(r"(\d+) requests in", said)
    if not (found and count):
        sys.exit(said)
    speed = float(found[1])
    ratio = f"{speed / bare:.2f}" if bare else "1"
    each = used * 1e6 / int(count[1])
    errors = " ".join(re.findall(r"(?:Non-2xx|Socket errors).*", said))
    print(f"{name:34}{speed:>11,.0f}{ratio:>7}{each:>14.0f} {errors}", flush=True)
    return speed


def processor_time(pid: int) -> float:
    """Return the seconds that a server's workers used until now."""
    ticks = 0
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(application: str, port: int, folder: Path | None = None) -> Iterator[int]:
    command = [
        *(str(Path(sys.executable).parent / "granian"), "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "2"),
        *("--blocking-threads", "4", "--no-ws", "--log-level", "warning", application),
    ]
    search = os.pathsep.join(filter(None, [str(folder or ""), os.getcwd()]))
    process = subprocess.Popen(  # noqa: S603
        command, env=os.environ | {"PYTHONPATH": search}
    )
    try:
        until_it_answers(lambda: get(port, "/zh-cn/"))
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def until_it_answers(ask: Callable[[], object]) -> None:
    for _try in range(300):
        try:
            ask()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The server does not answer.")


def get(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        body: bytes = answer.read()
        return body


@contextmanager
def publishing_each_second(article: Article) -> Iterator[None]:
    """Change the title of a live article once a second, which every panel shows."""
    is_over = Event()

    def change() -> None:
        while not is_over.wait(1.0):
            article.title = f"{timezone.now():%H:%M:%S}"
            publishing.save(article)

    thread = Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
