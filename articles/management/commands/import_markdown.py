from __future__ import annotations

import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from articles.archive.front_matter import language_tag
from articles.archive.hugo import BadConfiguration, main_file
from articles.archive.importer import (
    SAMPLE_ARCHIVE,
    FieldChange,
    Import,
    ImportAction,
    ImportResult,
    Report,
    SiteComparison,
    SiteReport,
    SourceLine,
    Tally,
    apply_site_settings,
    compare_site_settings,
    import_paths,
    sample_articles,
    sources_of,
)
from articles.archive.problems import Level, Problem
from articles.management.progress import progress_bar
from articles.models import ImportRun
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
            "--language",
            type=_language,
            default="",
            metavar="LANGUAGE",
            help="What the texts at and below PATH are in, such as zh-HK, where they do "
            "not say it themselves. Later imports know it; change it in the admin.",
        )
        parser.add_argument(
            "--restore-deleted",
            action="store_true",
            help="Bring back the articles and pages of lists that editors deleted. "
            "Without it they stay away.",
        )
        parser.add_argument(
            "--read-again",
            action="store_true",
            help="Read files whose bytes did not change too, by the rules of today, and "
            "merge what they say now with what editors did.",
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
        language: str,
        restore_deleted: bool,
        read_again: bool,
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
                language=language,
                restore_deleted=restore_deleted,
                read_again=read_again,
                resume=resume,
                dry_run=dry_run,
            )
        except BadConfiguration as error:
            raise CommandError(str(error)) from None
        if apply_site_config:
            self.check_one_site(found)
        if undated == "publish" and found.written_today:
            self.warn(
                f"{found.written_today:,} of {found.total:,} file(s) were last written "
                "today: those of them without a date become today's news."
            )
        for report_of_site in found.sites:
            self.tally.note_site(report_of_site)
            self.show_left_out(report_of_site)
        with opened as report_file:
            undone = self.import_files(found, report_file, dry_run=dry_run)
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
        self.show_samples(found)
        if undone:
            raise CommandError(
                f"{undone} of {found.total} file(s) need attention: see the lines above."
            )

    def import_files(
        self, found: Import, report: Report | None, *, dry_run: bool
    ) -> int:
        """Import the files with a bar; return how many were not done as asked."""
        undone = 0
        with progress_bar(
            total=found.total, unit="files", quiet=self.is_quiet
        ) as self.bar:
            for outcome in found.outcomes:
                self.tally.note(outcome)
                undone += not outcome.is_done
                if report:
                    report.add(outcome)
                self.show(outcome, dry_run=dry_run)
                self.bar.update()
            site_problems = list(found.languages.problems())
            for site_problem in site_problems:
                self.tally.codes[site_problem.problem.code] += 1
                self.show_problem(site_problem.path, site_problem.problem)
        if report:
            report.archives = [site.as_data() for site in found.sites]
            report.site_problems = site_problems
        return undone

    def warn(self, message: str) -> None:
        if not self.is_quiet:
            self.stderr.write(self.style.WARNING(message))

    def check_one_site(self, found: Import) -> None:
        sites = [root for root in found.roots if main_file(root)]
        if len(sites) != 1:
            raise CommandError(
                "--apply-site-config wants the paths of one Hugo site; these have "
                f"{len(sites)}. Nothing was imported."
            )

    def show_left_out(self, report: SiteReport) -> None:
        if self.is_quiet:
            return
        for problem in report.problems:
            line = _on_one_line(f"{report.path}: {problem.level}: {problem.message}")
            if problem.level is Level.WARNING:
                self.stderr.write(self.style.WARNING(line))
            else:
                self.stdout.write(line)

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

    def show_samples(self, found: Import) -> None:
        """Tell after a desk's first import how the sample articles go."""
        if self.is_quiet or found.recorder is None or SAMPLE_ARCHIVE in found.roots:
            return
        others = ImportRun.objects.exclude(pk=found.recorder.run.pk)
        samples = sample_articles().count()
        if samples and not others.exclude(paths=[str(SAMPLE_ARCHIVE)]).exists():
            self.stdout.write(
                f"\nThe site still has {samples} sample articles: "
                "manage.py remove_samples takes them away."
            )

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
            self.show_problem(outcome.path, problem)

    def show_problem(self, path: Path, problem: Problem) -> None:
        if problem.level is Level.NOTE or (
            self.is_quiet and problem.level is Level.WARNING
        ):
            return
        where = f"{path}:{problem.line}" if problem.line else f"{path}"
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
        self.show_missing_links()
        self.show_lifted()
        if count := self.tally.codes["todays-news"]:
            self.stdout.write(
                f"\n{count:,} file(s) without a date are today's news, by the files' own "
                "time: --undated draft keeps such files back."
            )
        if dry_run:
            self.stdout.write(self.style.WARNING("Dry run: nothing was written."))

    def show_missing_links(self) -> None:
        """Show the links to what is not in the archive, a line for each target."""
        missing = self.tally.missing_links
        for target, count in missing.most_common(SHOWN_PATTERNS):
            line = (
                f"{target}: warning: not in the archive; {count:,} link(s) lead there, "
                f"the first in {self.tally.first_with[target]}."
            )
            self.warn(_on_one_line(line))
        if len(missing) > SHOWN_PATTERNS:
            rest = len(missing) - SHOWN_PATTERNS
            self.warn(f"and {rest:,} more such links, in the report and the admin")

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


def _language(text: str) -> str:
    """Return the tag of a language that was typed, empty for none."""
    tag = language_tag(text)
    if text and not tag:
        raise ArgumentTypeError(
            f"“{text}” is no language: write zh-CN, zh-TW, zh-HK or en."
        )
    return tag


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
