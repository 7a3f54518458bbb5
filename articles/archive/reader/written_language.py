"""Decide the language that a text is written in: as declared, else by its letters."""

from __future__ import annotations

import re

from articles.archive.front_matter import clean_text
from articles.archive.problems import Problems
from articles.archive.reader.letters import (
    language_by_letters,
    language_instead,
    without_code,
    without_japanese,
)
from articles.choices import Language
from articles.variants.engine import Script, convertible_text, detect_script, misplaced

_LATIN, _HAN = re.compile("[A-Za-z]"), re.compile("[\u3400-\u9fff]")
# An English text may hold a Chinese name or quote a sentence.
_FEWEST_HAN = 0.1
# Under a Chinese title, a paragraph as long as this introduces a speech in English.
_INTRODUCTION = 20
_SAMPLE = 20_000
# A title has as many letters; what shows fewer may be a table or a name.
_FEWEST_LETTERS = 40
# The beginning of a text shows its language.
_SHOWN = 2_000


def script_of(text: str, title: str = "") -> Script:
    """Return the script of a text; none if only a word or two are Chinese."""
    text = without_japanese(text)
    script = detect_script(text)
    if not script.language:
        return script
    sample = text[:_SAMPLE]
    is_chinese = (
        _is_chinese(sample)
        or _is_chinese(without_code(sample))
        or (_is_in_chinese(title) and any(map(_is_introduction, sample.splitlines())))
    )
    return script if is_chinese else Script("")


def _is_chinese(text: str) -> bool:
    han, latin = _counted(text)
    return han > 0 and han >= _FEWEST_HAN * (han + latin)


def _is_in_chinese(text: str) -> bool:
    han, latin = _counted(text)
    return han >= latin and han > 0 and without_japanese(text) == text


def _is_introduction(line: str) -> bool:
    return _is_in_chinese(line) and _counted(line)[0] >= _INTRODUCTION


def _counted(text: str) -> tuple[int, int]:
    han, latin = (len(letters.findall(text)) for letters in (_HAN, _LATIN))
    return han, latin


def language_of(
    title: str,
    body: str,
    declared: str,
    of_the_site: str,
    problems: Problems,
    *,
    of_the_desk: str = "",
) -> str:
    """Return the language of a text: as declared, else by its letters; the site's language
    decides if the letters leave it open.

    ``of_the_desk`` is what the desk declared the archive or the folder to be in. It goes
    before the site's, and tells the region that letters leave open or only hint at.
    """
    is_expected = f"{declared}{of_the_site}".startswith("zh")
    text = body if len(body) > 50 else f"{title}\n{body}"
    is_likely = is_expected and not of_the_desk
    script = (
        detect_script(without_japanese(text)) if is_likely else script_of(text, title)
    )
    language = declared or script.language
    if not declared and of_the_desk:
        language = _as_the_desk_says(of_the_desk, script, f"{title}\n{body}")
    elif not declared and of_the_site:
        language = _fitting(of_the_site, script)
    if not language:
        language = language_by_letters(clean_text(body or title)) or Language.ENGLISH
    if declared == "zh":
        language = script.language or Language.SIMPLIFIED
        if _is_region_of(of_the_desk, script):
            language = of_the_desk
    elif declared.startswith("zh") and script.is_certain and _differs(declared, script):
        problems.warn(
            "language-differs",
            0,
            f"Declared as {declared}, but the text shows {script.language}.",
        )
    _warn_of_mixture(title, script, language, problems)
    return language


def _as_the_desk_says(tag: str, script: Script, text: str) -> str:
    """Return the declared language, unless the text plainly shows another; empty if its
    letters are to decide."""
    if script.language:
        if tag == "zh" or not tag.startswith(("zh", "ja")):
            return script.language
        is_other = script.is_whole and tag.startswith("zh") and _differs(tag, script)
        return script.language if is_other else tag
    if not tag.startswith("zh"):
        return tag
    shown = language_by_letters(text)
    latin = len(_LATIN.findall(without_code(text[:_SAMPLE])))
    if shown or latin >= _FEWEST_LETTERS:
        return shown
    return Language.SIMPLIFIED if tag == "zh" else tag


def _is_region_of(tag: str, script: Script) -> bool:
    return tag.startswith("zh-Hant") and not _differs(tag, script)


def _fitting(of_the_site: str, script: Script) -> str:
    """Return the site's language if the text may be in it, else the text's."""
    is_chinese = of_the_site.startswith("zh") and of_the_site != "zh"
    is_open = not script.is_certain or not (
        script.is_region_certain or _differs(of_the_site, script)
    )
    if is_chinese and script.language and is_open:
        return of_the_site
    if script.language or of_the_site.startswith("zh"):
        return script.language
    return of_the_site


def _differs(declared: str, script: Script) -> bool:
    """Tell whether the scripts differ; the region alone is a matter of style."""
    return declared[:7] != script.language[:7]


def _warn_of_mixture(
    title: str, script: Script, language: str, problems: Problems
) -> None:
    if script.is_mixed:
        problems.warn(
            "mixed-script",
            0,
            f"The text mixes both scripts: {script.minority} are of the other.",
        )
    shown = script.language if script.is_certain else language
    if slipped := misplaced(convertible_text(title), shown):
        characters = "".join(dict.fromkeys(mark.char for mark in slipped))
        message = f"The text is {shown}, but the title is not in {characters}."
        problems.warn("mixed-script", 0, message)


def shown_instead(configured: str, title: str, body: str) -> str:
    """Return the language that a text plainly shows, if it is not the configured one;
    empty if they agree, nobody can tell, or none is configured."""
    if not configured:
        return ""
    sample = f"{title}\n{body[:_SHOWN]}"
    script = script_of(sample, title)
    if script.language:
        is_other = not configured.startswith(("zh", "ja")) or (
            configured.startswith("zh-") and _differs(configured, script)
        )
        return script.language if is_other and script.is_whole else ""
    return language_instead(configured, sample)
