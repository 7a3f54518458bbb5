"""Tell languages by the letters and the commonest words of a text. No database."""

from __future__ import annotations

import re

from articles.variants.engine import KANA

# Letters outside the words of the text: code, addresses and tags.
_NO_WORDS = re.compile(
    r"^ {0,3}(?P<fence>```+|~~~+).*?^ {0,3}(?P=fence)|`[^`\n]*`|https?://[^\s)>\]]*"
    r"|\]\([^()\s]*\)|</?[A-Za-z][^<>]*>",
    re.DOTALL | re.MULTILINE,
)
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[」』”]?|\n|\Z)")
_HAN = re.compile("[\u3400-\u9fff]")
# A Chinese sentence may name a brand in kana.
_MOST_KANA = 0.1
# A language for each script, and the languages that are written in it too.
_LETTERS = {
    "ja": "\u3041-\u30ff",
    "ko": "\uac00-\ud7a3",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "ru": "\u0400-\u04ff",
    "ar": "\u0600-\u06ff",
    "th": "\u0e00-\u0e7f",
    "el": "\u0370-\u03ff",
    "he": "\u0590-\u05ff",
}
_ALIKE = {name: {name} for name in _LETTERS} | {
    "hi": {"hi", "mr", "ne", "sa"},
    "bn": {"bn", "as"},
    "ru": {"ru", "be", "bg", "kk", "ky", "mk", "mn", "sr", "tg", "tt", "uk"},
    "ar": {"ar", "ckb", "fa", "ps", "ug", "ur"},
    "he": {"he", "yi"},
}
_WITHOUT_LATIN = {"zh"}.union(*_ALIKE.values())
_SAMPLE = 5_000
# Nearly a quarter of the words of English news, and hardly any of another language's.
_ENGLISH = frozenset(
    ["the", "of", "and", "to", "in", "is", "for", "that", "on", "by", "with", "was"]
)
_WORD = re.compile("[A-Za-z\u00c0-\u024f]+")
_FEWEST_WORDS = 30
_IS_ENGLISH, _IS_NOT_ENGLISH = 0.12, 0.04
# Which one, nobody can tell by so little.
OTHER_LATIN = "und-Latn"


def without_code(text: str) -> str:
    """Blank code, addresses and tags in Markdown."""
    return _NO_WORDS.sub(" ", text)


def without_japanese(text: str) -> str:
    """Leave out the sentences in Japanese, if more of the text is in Chinese."""
    if KANA.search(text) is None:
        return text
    kept: list[str] = []
    chinese = japanese = 0
    for sentence in _SENTENCE.findall(text):
        kana, han = (len(letters.findall(sentence)) for letters in (KANA, _HAN))
        if kana > _MOST_KANA * han:
            japanese += kana + han
        else:
            chinese += han
            kept.append(sentence)
    return "".join(kept) if chinese >= japanese else text


def language_by_letters(text: str) -> str:
    """Return the language of a text that is not Chinese, if its script tells; else an
    empty text."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return ""
    counts = {
        tag: len(re.findall(f"[{span}]", sample)) for tag, span in _LETTERS.items()
    }
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] > len(sample) / 10 else ""


def language_instead(configured: str, text: str) -> str:
    """Return the language that a text without Chinese plainly shows, if it is not the
    configured one; empty if they agree or nobody can tell."""
    language = configured.partition("-")[0]
    if shown := language_by_letters(text):
        return "" if language in _ALIKE[shown] else shown
    words = _WORD.findall(without_code(text[:_SAMPLE]))
    if len(words) < _FEWEST_WORDS:
        return ""
    share = sum(word.lower() in _ENGLISH for word in words) / len(words)
    if share >= _IS_ENGLISH:
        return "" if language == "en" else "en"
    is_possible = language != "en" and language not in _WITHOUT_LATIN
    return OTHER_LATIN if share <= _IS_NOT_ENGLISH and not is_possible else ""
