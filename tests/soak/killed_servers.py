"""Kill the server at random moments while an editor saves: nothing is half done, and what
was answered is stored."""

from __future__ import annotations

import random
import threading
import time
from http.client import HTTPException
from itertools import count

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from articles.models import Article
from tests.factories import make_article
from tests.processes import manage
from tests.servers import RemoteEditor, Server
from tests.soak.invariants import broken_invariants, tokens_in

_LONGEST_LIFE = 4.0  # Seconds that a server serves before it is killed.


def main(rounds: int, seed: int) -> str:
    """Kill that many servers; needs a ``DATA_DIR`` or database that may be thrown away."""
    settings.ALLOWED_HOSTS.append("127.0.0.1")
    manage("migrate")
    manage("collectstatic", "--noinput")
    chance = random.Random(seed)  # noqa: S311 – no secret
    article = make_article(body="t0.\n", tags=["t1"], title="t2")
    server = Server(workers=1)
    editor = RemoteEditor(server, _session())
    words = count(3)
    saved: set[str] = set()
    for number in range(rounds):
        server.start()
        thread = threading.Thread(target=_write, args=(editor, article, words, saved))
        thread.start()
        time.sleep(chance.uniform(0.2, _LONGEST_LIFE))
        server.kill()
        thread.join()
        lost = saved - tokens_in(Article.objects.get(pk=article.pk).body)
        assert not lost, f"kill {number}: answered but not stored: {sorted(lost)}"
        broken = broken_invariants()
        assert not broken, f"kill {number}: {broken}"
    assert saved
    return f"{rounds} kills, {len(saved)} saves answered, all stored, nothing half done"


def _write(
    editor: RemoteEditor, article: Article, words: count[int], saved: set[str]
) -> None:
    """Add a paragraph and save, again and again, until the server is gone."""
    path = reverse("admin:articles_article_change", args=[article.pk])
    try:
        while True:
            form = editor.form(path)
            word = f"t{next(words)}"
            form["body"] += f"\r\n{word}.\r\n"
            form["tags"] = f"t1，{word}"
            form["_continue"] = "1"
            answer = editor.post(path, form)
            # A form that comes back with an error is answered with 200 as well.
            if answer.status_code == 200 and b"errornote" not in answer.content:
                saved.add(word)
    except (OSError, HTTPException, ValueError):
        return  # Killed, perhaps in the middle of an answer.


def _session() -> str:
    """Sign a chief in, in the database that the servers share."""
    user = User.objects.create_superuser("killed chief")
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
