"""Keep instruments, and find those that a text means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from articles import search
from articles.models import ArticleInstrument, Instrument, symbols_in
from articles.publishing.transactions import transaction
from articles.variants.engine import fold


@transaction()
def save_instrument(instrument: Instrument) -> None:
    """Store an instrument. Its articles are found by what it is called now: at once, if
    they are few."""
    rows = Instrument.objects.filter(pk=instrument.pk)
    called = [row.spellings for row in rows]
    instrument.save()
    if called and called != [instrument.spellings]:
        filed = ArticleInstrument.objects.filter(instrument=instrument).order_by()
        search.mark_stale(filed.values("article"))
        search.reindex_stale(wait=False)


def instruments_numbered(numbers: Sequence[int]) -> list[Instrument]:
    """Return the instruments of these numbers, in that order. A query, if there are any."""
    known = Instrument.objects.in_bulk(numbers) if numbers else {}
    return [known[number] for number in numbers if number in known]


def instruments_meant(texts: Collection[str]) -> dict[str, list[Instrument]]:
    """Return the instruments that each text may mean: by its symbol, by its whole name, or
    with its symbol in front of the name. A query."""
    wanted = {text: _possible(text) for text in texts}
    # As the form shows them: 0700.HK 腾讯控股.
    first = {text: _possible(text.partition(" ")[0]) for text in texts}
    by_name = {text: fold(text) for text in texts}
    names = [text for text in texts if text]
    codes = {code for codes in (*wanted.values(), *first.values()) for code in codes}
    named = Q(key__in=by_name.values()) | Q(name_en__in=names)
    by_code: dict[str, Instrument] = {}
    by_key: defaultdict[str, list[Instrument]] = defaultdict(list)
    for row in Instrument.objects.filter(Q(code__in=codes) | named):
        by_code[row.code] = row
        for key in {row.key, fold(row.name_en)} - {""}:
            by_key[key].append(row)
    return {
        text: _known(by_code, wanted[text])
        or by_key[by_name[text]]
        or _known(by_code, first[text])
        for text in texts
    }


def _known(by_code: dict[str, Instrument], codes: Iterable[str]) -> list[Instrument]:
    return [by_code[code] for code in codes if code in by_code]


def _possible(text: str) -> list[str]:
    """Return the codes that a text may mean, each once."""
    codes = (exchange.code(symbol) for exchange, symbol in symbols_in(text))
    return list(dict.fromkeys(codes))
