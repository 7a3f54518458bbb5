"""Time the conversion of bodies against OpenCC alone: ``convert_bodies.py [FILE…]``.

Converts each Markdown file's body (a generated one, if none is named) with 2,000 and with
10,000 terms, and prints our time, OpenCC's own for the same text with its ready
configurations (two of them between the Traditional variants), and the ratio. No database is needed.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, os.getcwd())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

import django
from opencc import OpenCC

django.setup()  # The starter list lies beside the records of terms.

from articles.rendering import render  # noqa: E402
from articles.variants.engine import (  # noqa: E402
    Conversion,
    TermBase,
    TermEntry,
    convert_html,
    converter,
    readable_texts,
)
from articles.variants.engine.house_style import DEFAULT_STYLE  # noqa: E402
from articles.variants.engine.opencc import convert_script  # noqa: E402
from articles.variants.term_base.term_rows import starter_rows  # noqa: E402
from tests.benchmarks.import_archive import text_of  # noqa: E402

HANS, TAIWAN, HONG_KONG = "zh-Hans", "zh-Hant-TW", "zh-Hant-HK"
READY = {
    (HANS, TAIWAN): ["s2tw"],
    (HANS, HONG_KONG): ["s2hk"],
    (TAIWAN, HANS): ["tw2s"],
    (HONG_KONG, HANS): ["hk2s"],
    (TAIWAN, HONG_KONG): ["tw2t", "t2hk"],
    (HONG_KONG, TAIWAN): ["hk2t", "t2tw"],
}
RUNS = 400


def terms(count: int) -> list[TermEntry]:
    """The starter list, and made-up names of ordinary characters to fill it up."""
    drawn = random.Random(1)  # noqa: S311 – the same terms every time
    common = [chr(number) for number in range(0x4E00, 0x5600)]
    found = [row.term for row in starter_rows()]
    while len(found) < count:
        name = "".join(drawn.choices(common, k=drawn.randint(2, 5)))
        taiwan = convert_script(name, HANS, TAIWAN)
        found.append(TermEntry(name, taiwan, convert_script(name, HANS, HONG_KONG)))
    return found


def compare(
    ours: Callable[[], object], theirs: Callable[[], object]
) -> tuple[float, float]:
    """Median processor time in microseconds. Taken in turn, so both find cold caches."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for call, taken in zip((ours, theirs), times, strict=True):
            start = process_time()
            call()
            taken.append(process_time() - start)
    return median(times[0]) * 1e6, median(times[1]) * 1e6


def main(paths: list[Path]) -> None:
    files = [path.read_text(encoding="utf-8") for path in paths] or [text_of(1)]
    bodies = [text.split("\n---\n", 1)[-1] for text in files]  # No front matter.
    print(
        f"{'from → to':<26}{'characters':>11}{'terms':>7}{'ours µs':>9}{'OpenCC':>8}{'ratio':>7}"
    )
    for count in (2_000, 10_000):
        base = TermBase(terms(count))
        for body in bodies:
            simplified = render(body).html
            for (source, target), configs in READY.items():
                markup = convert_html(simplified, Conversion(HANS, source))
                text = "\n".join(readable_texts(markup))
                converters = [converter(config) for config in configs]
                conversion = Conversion(source, target, (base,), DEFAULT_STYLE)

                def ours(markup: str = markup, how: Conversion = conversion) -> object:
                    return convert_html(markup, how)

                def theirs(text: str = text, made: list[OpenCC] = converters) -> object:
                    for one in made:
                        text = one.convert(text)
                    return text

                mine, its = compare(ours, theirs)
                print(
                    f"{f'{source} → {target}':<26}{len(text):>11,}{count:>7,}"
                    f"{mine:>9.0f}{its:>8.0f}{mine / its:>7.2f}"
                )


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
