"""Record the footer that was lifted out of each file, and give its notices to its article.

Until now a file's notices became its source's disclaimer, if that had none, and stood
under every article of the source. From now on they stay with their article; the source
keeps them where nearly all its files hold them, and what an editor wrote.

The footer is what stands in the file below the last line of the text that was imported,
so it is found whatever rules lifted it.
"""

import re
from collections import Counter, defaultdict

from django.db import migrations

from articles.archive.front_matter import clean_body, decode, split_file
from articles.archive.problems import Refused
from articles.archive.reader import digest_of, pattern_of
from articles.variants.engine import fold

BATCH = 200
ENOUGH_FILES, ENOUGH_PERCENT = 5, 95
LINK = re.compile(r"\[(?P<label>[^\[\]]+)\]\(")
NO_NOTICE = re.compile(
    r"\s*(?:[-*_]\s*){3,}|[\s>*_]*(?:来源|來源|出处|出處|原文|转自|轉自|sources?|via)\s*[*_]*[:：].*",
    re.IGNORECASE,
)


def record_footers(apps, schema_editor):
    alias = schema_editor.connection.alias
    ImportedFile = apps.get_model("articles", "ImportedFile")
    Source = apps.get_model("articles", "Source")
    sources = Source.objects.using(alias).in_bulk()
    found_sources = FoundSources(apps, alias)
    files = ImportedFile.objects.using(alias).exclude(article=None)
    last = 0
    while batch := list(
        files.filter(pk__gt=last, footer__isnull=True)
        .select_related("article")
        .order_by("pk")[:BATCH]
    ):
        imported = imported_fields(apps, alias, [row.article_id for row in batch])
        filled = []
        for row in batch:
            article = row.article
            fields = imported.get(article.pk, {})
            source = sources.get(fields.get("source_id", article.source_id))
            row.footer = footer_of(row, fields, source)
            notices = (row.footer or {}).get("disclaimer", "")
            row.notice = digest_of(pattern_of(notices)) if notices else ""
            if source:
                label = (row.footer or {}).get("label") or source.slug
                row.found_source_id = found_sources.pk_of(label, source)
            if notices and not article.disclaimer:
                article.disclaimer = notices
                filled.append(article)
        type(batch[0].article).objects.using(alias).bulk_update(filled, ["disclaimer"])
        files.bulk_update(batch, ["footer", "notice", "found_source"])
        last = batch[-1].pk


def imported_fields(apps, alias, articles):
    """Return what the last import recorded of each article, by its key."""
    Revision = apps.get_model("articles", "Revision")
    rows = Revision.objects.using(alias).filter(
        article__in=articles, reason="import"
    )
    return dict(rows.order_by("pk").values_list("article", "fields"))


def footer_of(row, fields, source):
    """Return the footer as it is recorded; None if it cannot be told."""
    url = fields.get("source_url", "")
    if not (source or url or fields.get("disclaimer")):
        return {}
    footer = {"label": source.slug, "name": source.name} if source else {}
    footer |= {"url": url} if url else {}
    try:
        text = clean_body(split_file(decode(bytes(row.content)).text).body)
    except Refused:
        return None
    lines = text.split("\n")
    start = end_of_text(lines, fields.get("body", ""), fields.get("title", ""))
    if start is None:
        return None
    below = [line for line in lines[start:] if line.strip()]
    if not below:  # The source stands elsewhere.
        return footer
    kept = [
        line
        for line in lines[start:]
        if not (is_link(line, url) or NO_NOTICE.fullmatch(line))
    ]
    label = LINK.search(below[-1])
    footer |= {"label": label["label"].strip()} if label and source else {}
    notices = "\n".join(kept).strip()
    footer |= {"disclaimer": notices} if notices else {}
    return footer | {
        "lines": len(lines) - start,
        "digest": digest_of(pattern_of("\n".join(lines[start:]).strip())),
    }


def is_link(line, url):
    return bool(url) and (url in line or url in line.replace(" ", "%20"))


def end_of_text(lines, body, title):
    """Return the line below the text's last one, blank lines aside; None for none."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    texts = [line.strip() for line in body.split("\n") if line.strip()]
    if not texts:
        starts = (n for n in filled if lines[n].strip(" #") != title.strip())
        return next(starts, len(lines))
    last = next((n for n in reversed(filled) if lines[n].strip() == texts[-1]), None)
    if last is None:
        return None
    return next((n for n in filled if n > last), len(lines))


class FoundSources:
    """The rows of sources as files name them, made when they are first asked for."""

    def __init__(self, apps, alias):
        self.rows = apps.get_model("articles", "FoundSource").objects.using(alias)
        self.pks = {}

    def pk_of(self, label, source):
        label, name = label[:255], source.name[:255]
        key = f"{(fold(label) or label)[:255]}\t{(fold(name) or name)[:255]}"
        if key not in self.pks:
            values = {"label": label, "name": name, "source_id": source.pk}
            row, _is_new = self.rows.get_or_create(key=key, defaults=values)
            self.pks[key] = row.pk
        return self.pks[key]


def weigh_evidence(apps, schema_editor):
    """Count the notices, and take the disclaimers that files do not bear out."""
    alias = schema_editor.connection.alias
    ImportedFile = apps.get_model("articles", "ImportedFile")
    SourceEvidence = apps.get_model("articles", "SourceEvidence")
    counts = defaultdict(Counter)
    notices = {}
    files = ImportedFile.objects.using(alias).exclude(article=None)
    rows = files.filter(found_source__source__isnull=False).values_list(
        *("found_source__source", "archive", "article__language", "notice", "footer")
    )
    for source, archive, language, notice, footer in rows.iterator(BATCH):
        counts[source, archive, language][notice] += 1
        notices.setdefault((source, notice), (footer or {}).get("disclaimer", ""))
    evidence = []
    for (source, archive, language), found in counts.items():
        total, blank = found.total(), found.pop("", 0)
        digest, holders = (found or Counter([""])).most_common(1)[0]
        evidence.append(
            SourceEvidence(
                source_id=source,
                archive=archive,
                language=language,
                notice=notices.get((source, digest), "") if total > blank else "",
                files=total,
                holders=holders if total > blank else 0,
            )
        )
    kept = SourceEvidence.objects.using(alias)
    kept.all().delete()
    kept.bulk_create(evidence, batch_size=BATCH)
    for source in apps.get_model("articles", "Source").objects.using(alias):
        give_disclaimers(source, [row for row in evidence if row.source_id == source.pk])


def give_disclaimers(source, evidence):
    enough = [
        row
        for row in evidence
        if row.holders >= ENOUGH_FILES
        and row.holders * 100 >= row.files * ENOUGH_PERCENT
    ]
    known = {fold(notice) for notice in source.notices}
    for name, is_chinese in (("disclaimer", True), ("disclaimer_en", False)):
        text = getattr(source, name)
        if text.strip() and fold(text) not in known:
            source.edited_disclaimers = sorted({*source.edited_disclaimers, name})
        elif text.strip():
            rows = [r for r in enough if r.language.startswith("zh") is is_chinese]
            best = max(rows, key=lambda row: row.holders, default=None)
            setattr(source, name, best.notice if best else "")
    source.save(update_fields=["disclaimer", "disclaimer_en", "edited_disclaimers"])


class Migration(migrations.Migration):
    # In short transactions: a migration that is stopped goes on where it was.
    atomic = False

    dependencies = [("articles", "0018_found_sources")]

    operations = [
        migrations.RunPython(record_footers, migrations.RunPython.noop),
        migrations.RunPython(weigh_evidence, migrations.RunPython.noop),
    ]
