from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from articles.archive.hugo import BadConfiguration, main_file
from articles.archive.importer import (
    FieldChange,
    Import,
    ImportAction,
    ImportResult,
    Report,
    SiteComparison,
    SourceLine,
    Tally,
    apply_site_settings,
    compare_site_settings,
    import_paths,
    sources_of,
)
from articles.archive.problems import Level
from articles.management.progress import progress_bar
from articles.widgets import choices

SHOWN_PATTERNS = 20
SHOWN_SOURCES, SHOWN_LABEL = 30, 40
SHOWN_VALUE = 200
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Command(BaseCommand):
    help = (
        "Import Markdown files and folders, with or without front matter. "
        "Safe to run again: files that did not change are left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="A file or a folder."
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say per file what would happen; write nothing.",
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="Write what became of each file to FILE, as JSON.",
        )
        parser.add_argument(
            "--undated",
            choices=["draft", "publish"],
            default="draft",
            help="What a file without any date becomes: a draft (the default), or "
            "published with the file's own time.",
        )
        parser.add_argument(
            "--restore-deleted",
            action="store_true",
            help="Bring back the articles and pages of lists that editors deleted. "
            "Without it they stay away.",
        )
        parser.add_argument(
            "--resume",
            action="store_true",
            help="Go on after a run over the same paths that was killed: its record "
            "in the admin, with the conflicts it found, becomes this run's. What it "
            "stored is left alone, as in every run.",
        )
        parser.add_argument(
            "--apply-site-config",
            action="store_true",
            help="Take over the site-wide choices and menus that the Hugo site's "
            "configuration tells. Without it they are only shown.",
        )

    def handle(
        self,
        *,
        paths: list[Path],
        dry_run: bool,
        report: Path | None,
        undated: str,
        restore_deleted: bool,
        resume: bool,
        apply_site_config: bool,
        verbosity: int,
        **options: Any,
    ) -> None:
        self.is_quiet = verbosity == 0
        self.tally = Tally()
        known = [key for key, _label in choices()]
        opened = self.open_report(report)
        try:
            found = import_paths(
                paths,
                known_widgets=known,
                publish_undated=undated == "publish",
                restore_deleted=restore_deleted,
                resume=resume,
                dry_run=dry_run,
            )
        except BadConfiguration as error:
            raise CommandError(str(error)) from None
        if apply_site_config:
            self.check_one_site(found)
        undone = 0
        bar = progress_bar(total=found.total, unit="files", quiet=self.is_quiet)
        with opened as report_file, bar as self.bar:
            for outcome in found.outcomes:
                self.tally.note(outcome)
                undone += not outcome.is_done
                if report_file:
                    report_file.add(outcome)
                self.show(outcome, dry_run=dry_run)
                self.bar.update()
            compared = [compare_site_settings(root, known) for root in found.roots]
            sites = list(filter(None, compared))
            sources = [] if dry_run else sources_of(set(found.roots.values()))
            if report_file:
                report_file.sources = list(map(asdict, sources))
                report_file.site = [asdict(d) for s in sites for d in s.differences]
        self.show_summary(dry_run=dry_run)
        self.show_sources(sources)
        for site in sites:
            self.show_site(site, is_applied=apply_site_config and not dry_run)
            if apply_site_config and found.recorder:
                apply_site_settings(site, found.recorder.run)
        if undone:
            raise CommandError(
                f"{undone} of {found.total} file(s) need attention: see the lines above."
            )

    def check_one_site(self, found: Import) -> None:
        sites = [root for root in found.roots if main_file(root)]
        if len(sites) != 1:
            raise CommandError(
                "--apply-site-config wants the paths of one Hugo site; these have "
                f"{len(sites)}. Nothing was imported."
            )

    def show_site(self, site: SiteComparison, *, is_applied: bool) -> None:
        for remark in site.remarks:
            self.stderr.write(self.style.WARNING(f"{site.file}: warning: {remark}"))
        if self.is_quiet or not site.differences:
            return
        self.stdout.write(f"\nSite-wide choices and {site.file}:")
        for item in site.differences:
            current, incoming = _as_text(item.here), _as_text(item.there)
            self.stdout.write(f"{item.choice:<20}{current} → {incoming}")
        if is_applied:
            self.stdout.write("They were taken over; the import keeps what was before.")
            if any(item.choice == "mathjax" for item in site.differences):
                self.stdout.write("Now run render_articles: formulas read differently.")
        else:
            self.stdout.write("--apply-site-config takes them over.")

    def open_report(self, report: Path | None) -> Report | nullcontext[None]:
        if report is None:
            return nullcontext()
        try:
            report.open("a").close()
        except OSError as error:
            raise CommandError(
                f"{report}: the report cannot be written ({error.strerror}): name a "
                "file in a folder that you may write to. Nothing was imported."
            ) from None
        return Report(report)

    def show(self, outcome: ImportResult, *, dry_run: bool) -> None:
        if (
            dry_run
            and not self.is_quiet
            and outcome.action is not ImportAction.UNCHANGED
        ):
            shown = {change.field for change in outcome.changes}
            rest = [name for name in outcome.fields if name not in shown]
            fields = f" ({', '.join(rest)})" if rest else ""
            self.bar.clear()
            self.stdout.write(_on_one_line(f"{outcome.path}: {outcome.action}{fields}"))
            for change in outcome.changes:
                self.stdout.write(f"    {change.field}: {_difference(change)}")
        for problem in outcome.problems:
            if problem.level is Level.NOTE or (
                self.is_quiet and problem.level is Level.WARNING
            ):
                continue
            where = (
                f"{outcome.path}:{problem.line}" if problem.line else f"{outcome.path}"
            )
            is_error = problem.level is Level.ERROR
            style = self.style.ERROR if is_error else self.style.WARNING
            self.bar.clear()
            line = _on_one_line(f"{where}: {problem.level}: {problem.message}")
            self.stderr.write(style(line))

    def show_summary(self, *, dry_run: bool) -> None:
        if self.is_quiet:
            return
        for action in ImportAction:
            self.stdout.write(f"{action:<10}{self.tally.actions[action]:>8,}")
        self.stdout.write(f"{'total':<10}{self.tally.actions.total():>8,}")
        if self.tally.codes:
            self.stdout.write("")
        for code, count in self.tally.codes.most_common():
            self.stdout.write(f"{code:<20}{count:>8,}")
        self.show_lifted()
        if dry_run:
            self.stdout.write(self.style.WARNING("Dry run: nothing was written."))

    def show_lifted(self) -> None:
        """Show the footers that left the texts, a line for each pattern."""
        if self.tally.lifted:
            self.stdout.write("\nClosing blocks lifted, as files have them in common:")
        for footer, count in self.tally.lifted.most_common(SHOWN_PATTERNS):
            lines = " / ".join(footer.pattern.split("\n"))
            shown = lines if len(lines) <= 100 else f"{lines[:49]} … {lines[-48:]}"
            self.stdout.write(f"{count:>8,}  {footer.source or '-'}: {shown}")
        if len(self.tally.lifted) > SHOWN_PATTERNS:
            rest = len(self.tally.lifted) - SHOWN_PATTERNS
            self.stdout.write(
                f"{'':>8}  and {rest:,} more, in the report and the admin"
            )

    def show_sources(self, sources: Sequence[SourceLine]) -> None:
        """Show the sources that files name, a line for each."""
        if self.is_quiet or not sources:
            return
        self.stdout.write(
            "\nSources found (label, files, name, files with its notice):"
        )
        width = max(len(source.label) for source in sources[:SHOWN_SOURCES])
        width = min(width, SHOWN_LABEL)
        for source in sources[:SHOWN_SOURCES]:
            share = (
                f"{source.holders * 100 // source.files} %" if source.holders else "–"
            )
            state = source.decision or ("guessed" if source.is_guess else "")
            line = f"{source.label:<{width}}{source.files:>8,}  {source.name}  {share}"
            self.stdout.write(_on_one_line(f"{line}  {state}".rstrip()))
        if len(sources) > SHOWN_SOURCES:
            rest = len(sources) - SHOWN_SOURCES
            self.stdout.write(f"and {rest:,} more, in the report and the admin")
        page = reverse("admin:articles_foundsource_changelist")
        self.stdout.write(f"Review them before readers see them: {page}")


def _difference(change: FieldChange) -> str:
    """Show a change on one line: of a long text, the numbers of lines."""
    current, incoming = (
        "" if value is None else _as_text(value)
        for value in (change.here, change.there)
    )
    if len(current) <= SHOWN_VALUE >= len(incoming) and "\n" not in current + incoming:
        return f"{current or '–'} → {incoming or '–'}"
    lines = list(
        unified_diff(current.splitlines(), incoming.splitlines(), n=0, lineterm="")
    )
    gone, new = (sum(line[0] == sign for line in lines[2:]) for sign in "-+")
    return f"{gone} line(s) out, {new} in"


def _on_one_line(text: str) -> str:
    """Escape the line breaks and controls of a file's name or an address."""
    return _CONTROLS.sub(lambda found: repr(found[0])[1:-1], text)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
