"""Time requests for pictures among many: ``serve_pictures.py [ARTICLES]``.

Stores articles, a picture for each and their uses in one transaction, asks for one picture
of one article and for one that every article uses, through Django's test client, and takes
everything back. Prints queries and the median time of a request.
"""

from __future__ import annotations

import hashlib
import os
import sys
from statistics import median
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article, Image, ImageUse  # noqa: E402

RUNS = 200


def main(count: int) -> None:
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    print(f"{count:,} articles, {connection.vendor}, {RUNS} runs")
    print(f"{'picture':<20}{'queries':>8}{'ms':>8}")
    with transaction.atomic():
        for name, path in stored(count).items():
            b"".join(client.get(path))
            times = []
            for _ in range(RUNS):
                start = perf_counter()
                response = client.get(path)
                b"".join(response)
                times.append(perf_counter() - start)
            with CaptureQueriesContext(connection) as queries:
                b"".join(client.get(path))
            print(f"{name:<20}{len(queries):>8}{median(times) * 1000:>8.2f}")
            default_storage.delete(path.removeprefix(settings.MEDIA_URL))
        transaction.set_rollback(True)


def stored(count: int) -> dict[str, str]:
    now = timezone.now()
    articles = Article.objects.bulk_create(
        Article(
            title=f"{n}",
            slug=f"picture-{n}",
            status="published",
            published_at=now,
        )
        for n in range(count)
    )
    pictures = Image.objects.bulk_create(
        Image(
            file=f"images/{n}.png",
            digest=hashlib.sha256(f"{n}".encode()).hexdigest(),
            width=1,
            height=1,
        )
        for n in range(count)
    )
    ImageUse.objects.bulk_create(
        ImageUse(image=picture, article=article)
        for picture, article in zip(pictures[1:], articles, strict=False)
    )
    ImageUse.objects.bulk_create(
        ImageUse(image=pictures[0], article=article) for article in articles
    )
    paths = {}
    for name, picture in zip(
        ("used everywhere", "used once"), pictures[:2], strict=True
    ):
        file = f"renditions/{picture.digest[:16]}.width-480.webp"
        default_storage.save(file, ContentFile(b"x" * 30_000))
        paths[name] = f"{settings.MEDIA_URL}{file}"
    return paths


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
