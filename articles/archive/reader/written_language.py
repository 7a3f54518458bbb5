"""Decide the language that a text is written in: as declared, else by its letters."""

from __future__ import annotations

import re

from articles.archive.front_matter import clean_text
from articles.archive.problems import Problems
from articles.choices import Language
from articles.variants.engine import Script, convertible_text, detect_script, misplaced

# Letters outside the words of the text: code, addresses and tags.
_NO_WORDS = re.compile(
    r"^ {0,3}(?P<fence>```+|~~~+).*?^ {0,3}(?P=fence)|`[^`\n]*`|https?://[^\s)>\]]*"
    r"|\]\([^()\s]*\)|</?[A-Za-z][^<>]*>",
    re.DOTALL | re.MULTILINE,
)
_LATIN, _HAN = re.compile("[A-Za-z]"), re.compile("[\u3400-\u9fff]")
_LETTERS = {
    "ja": "\u3041-\u30ff",
    "ko": "\uac00-\ud7a3",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
}
# An English text may hold a Chinese name or quote a sentence.
_FEWEST_HAN = 0.1
_SAMPLE = 20_000


def script_of(text: str) -> Script:
    """Return the script of a text; none if only a word or two are Chinese."""
    script = detect_script(text)
    if not script.language:
        return script
    sample = text[:_SAMPLE]
    is_chinese = _is_chinese(sample) or _is_chinese(_NO_WORDS.sub(" ", sample))
    return script if is_chinese else Script("")


def _is_chinese(text: str) -> bool:
    han, latin = (len(letters.findall(text)) for letters in (_HAN, _LATIN))
    return han > 0 and han >= _FEWEST_HAN * (han + latin)


def language_of(
    title: str, body: str, declared: str, of_the_site: str, problems: Problems
) -> str:
    """Return the language of a text: as declared, else by its letters; the site's language
    decides if the letters leave it open."""
    is_expected = f"{declared}{of_the_site}".startswith("zh")
    text = body if len(body) > 50 else f"{title}\n{body}"
    script = detect_script(text) if is_expected else script_of(text)
    language = declared or script.language
    if not declared and of_the_site:
        language = _fitting(of_the_site, script)
    if not language:
        language = _language_by_letters(clean_text(body or title))
    if declared == "zh":
        language = script.language or Language.SIMPLIFIED
    elif declared.startswith("zh") and script.is_certain and _differs(declared, script):
        problems.warn(
            "language-differs",
            0,
            f"Declared as {declared}, but the text shows {script.language}.",
        )
    _warn_of_mixture(title, script, language, problems)
    return language


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


def _language_by_letters(text: str) -> str:
    """Guess the language of a text that is not Chinese."""
    sample = text[:5000]
    counts = {
        tag: len(re.findall(f"[{span}]", sample)) for tag, span in _LETTERS.items()
    }
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] > len(sample) / 10 else Language.ENGLISH
