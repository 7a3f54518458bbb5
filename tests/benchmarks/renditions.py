"""Time the renditions of a picture, and say how much room they take: ``renditions``.

Makes five JPEGs of 12 megapixels with the detail of photographs, and prints for each the
seconds of the request (verifying, shrinking), those of the rest, which a thread makes after
the commit, and the bytes of the original and of the files in each format; at the end the
medians.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from io import BytesIO
from statistics import median
from time import perf_counter

import django
from PIL import Image, ImageFilter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
django.setup()

from articles.images.processing import (  # noqa: E402
    Rendition,
    make_renditions,
    verify_image,
)
from articles.images.specs import FIRST_SPECS, SPECS  # noqa: E402

_SIZE = (4000, 3000)
_COUNT = 5
_REST = [spec for spec in SPECS if spec not in FIRST_SPECS]


def photograph(number: int) -> bytes:
    """Return a JPEG with edges, shades and the noise of a sensor."""
    shift = number / 10
    edges = Image.effect_mandelbrot(_SIZE, (-2 + shift, -1.2, 1 - shift, 1.2), 60)
    grain = [
        Image.effect_noise(_SIZE, 40).filter(ImageFilter.GaussianBlur(1.2 + shift))
        for _channel in "RGB"
    ]
    picture = Image.blend(edges.convert("RGB"), Image.merge("RGB", grain), 0.4)
    file = BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


def main() -> None:
    header = (
        "request s",
        "rest s",
        "original",
        "full",
        "WebP",
        "AVIF",
        "JPEG",
        "files",
    )
    print("".join(f"{name:>11}" for name in header))
    rows = []
    for number in range(_COUNT):
        content = photograph(number)
        start = perf_counter()
        verify_image(content)
        hashlib.sha256(content).hexdigest()
        first = make_renditions(content, FIRST_SPECS)
        middle = perf_counter()
        rest = make_renditions(content, _REST)
        end = perf_counter()
        sizes = _sizes(first | rest)
        row = (
            *(middle - start, end - middle, len(content) / 1e6),
            *(sizes[kind] / 1e6 for kind in ("full", "webp", "avif", "jpg")),
            float(len(first) + len(rest)),
        )
        rows.append(row)
        _show(row)
    print("medians, in seconds and megabytes")
    _show(tuple(median(column) for column in zip(*rows, strict=True)))


def _sizes(made: dict[str, Rendition]) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for name, rendition in made.items():
        kind = name if name == "full" else rendition.extension
        sizes[kind] += len(rendition.content)
    return sizes


def _show(row: tuple[float, ...]) -> None:
    print("".join(f"{value:>11.2f}" for value in row))


if __name__ == "__main__":
    main()
