"""Load OpenCC once per process and configuration."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import opencc
from opencc import OpenCC

from articles.choices import Language
from articles.variants.engine.from_traditional import own_entries

# From one Chinese script to another, by way of OpenCC's own standard. These are the two
# stages of s2tw and s2hk, one after the other: the same dictionaries in half the time, and
# names such as 合群街 survive the second stage as they are in them. From Traditional only
# the characters are taken, with words of our own (``from_traditional``).
# Never the configurations ending in "p": their regional words are wrong in meaning too
# often (的士 → 計程車, 优化 → 最佳化).
_ROUTES: dict[tuple[str, str], tuple[str, ...]] = {
    (Language.SIMPLIFIED, Language.TAIWAN): ("s2t", "t2tw"),
    (Language.SIMPLIFIED, Language.HONG_KONG): ("s2t", "t2hk"),
    (Language.TAIWAN, Language.SIMPLIFIED): ("tw2t", "t2s"),
    (Language.HONG_KONG, Language.SIMPLIFIED): ("hk2t", "t2s"),
    (Language.TAIWAN, Language.HONG_KONG): ("tw2t", "t2hk"),
    (Language.HONG_KONG, Language.TAIWAN): ("hk2t", "t2tw"),
}
_SCRIPTS: dict[str, str] = {
    Language.SIMPLIFIED: "Hans",
    Language.TAIWAN: "Hant",
    Language.HONG_KONG: "Hant",
}
# The first block of Unicode's Han characters, as it was in 1993.
_IN_COMMON_FONTS = re.compile("[\u4e00-\u9fa5]")
_SHARE = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
# Simplified characters that Traditional texts print too, which so tell nothing: 皇后,
# 公里, Cantonese 睇吓, 對冲. Kept in some words by OpenCC, or found in the papers of Hong
# Kong where they could have printed another form: in three places of 200 and more.
_BOTH_IN_TRADITIONAL = frozenset(
    "熏淀郁适雇采里辟荐胜苹虫跖腊腌范蚝蝎蜡膻准几凶厂厘划占台叶吁吃后帘岩岳党夸咨咸尸唇干广"
    "恒征确种筑皂挂涂涌杠杰极游据斗愿朴柜万丑丰伙于云亘仆价余佣晒"
    "吓麽琼祢迹毁扑抛踪撑厦横霉携盗禀叠洒丢厨咤荆羡刹嘘汹栖兹腼秃虱凄呐冲粤叙册凉"
)
# Traditional characters that Simplified texts print too: 乾坤, 毕昇, 哪吒.
_BOTH_IN_SIMPLIFIED = frozenset("乾昇崑吒摺麽麴捱拚袷榘醣薹陞氾")


@cache
def converter(config: str) -> OpenCC:
    """Load a converter by configuration name, such as ``t2s``, in 5–400 ms."""
    return OpenCC(config)


def settings_of(config: str) -> dict[str, Any]:
    """Read a ready-made configuration as data, to build another one from."""
    found: dict[str, Any] = _absolute(
        json.loads((_SHARE / f"{config}.json").read_text())
    )
    return found


def converter_by(settings: dict[str, Any]) -> OpenCC:
    """Load a converter by a configuration of our own; dictionaries are shared."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(settings, file)
        file.flush()
        return OpenCC(file.name)


def _absolute(settings: Any) -> Any:
    """Make paths absolute: relative ones lead to the machine that OpenCC was built on."""
    if isinstance(settings, dict):
        return {
            key: str(_SHARE / value) if key == "file" else _absolute(value)
            for key, value in settings.items()
        }
    if isinstance(settings, list):
        return [_absolute(value) for value in settings]
    return settings


def route(source: str, target: str) -> tuple[str, ...]:
    """Name the configurations that lead from one language to another, in order.

    Empty where nothing is to be converted: the same script, or not Chinese.
    """
    return _ROUTES.get((source, target), ())


def convert_script(text: str, source: str, target: str) -> str:
    """Convert with OpenCC alone. The text must hold no NUL and no lone surrogate.

    Between the Traditional variants, Simplified characters that slipped in are converted
    too; OpenCC itself knows nothing of them there.
    """
    configs = route(source, target)
    if not configs:
        return text
    if _SCRIPTS[source] == "Hans":
        return str(_in_one_go(configs).convert(text))
    if _SCRIPTS[target] == "Hant":
        text = _without_simplified(text)
    return str(_from_traditional(target).convert(text))


def _without_simplified(text: str) -> str:
    table = _simplified_only()
    if not foreign_to(Language.TAIWAN).search(text):
        return text
    # What stands around a character tells: 发 in 头发 and in 发行.
    traditional = str(converter("s2t").convert(text))
    others = traditional if len(traditional) == len(text) else map(table.get, text)
    pairs = zip(text, others, strict=True)
    return "".join(other or char if char in table else char for char, other in pairs)


def script_converter(source: str, target: str) -> Callable[[str], str]:
    """Load what converts with OpenCC alone, between two languages that have a route."""
    convert: Callable[[str], str] = _in_one_go(route(source, target)).convert
    return convert


@cache
def _in_one_go(configs: tuple[str, ...]) -> OpenCC:
    """Join the stages of several configurations, each over the whole text.

    One call instead of two saves a fifth: the text crosses into OpenCC once, and is
    normalised once.
    """
    stages = [settings_of(config) for config in configs]
    chain = [step for stage in stages for step in stage["conversion_chain"]]
    return converter_by({**stages[0], "conversion_chain": chain})


@cache
def _from_traditional(target: str) -> OpenCC:
    """Build the conversion of any Traditional text to another variant, in one stage."""
    words, characters = own_entries(target, characters_to(target))
    dictionaries = [
        {"type": "inline", "entries": entries} for entries in (words, characters)
    ]
    group = {
        "type": "group",
        "match_policy": "short_circuit",
        "dicts": dictionaries,
    }
    return converter_by({**settings_of("t2s"), "conversion_chain": [{"dict": group}]})


def characters_to(target: str) -> dict[str, str]:
    """Map each character of either Traditional standard to the target's, as OpenCC does.

    A character stays if the target's form is one that common fonts lack: 嗰, 劏, 餸.
    """
    every = [chr(number) for number in range(0x3400, 0xA000)]
    last = {source: route(source, target)[-1:] for source in _SCRIPTS}
    direct = next(stage for stage in last.values() if stage)
    ways = (direct, ("hk2t", *direct), ("tw2t", *direct))
    found: dict[str, str] = {}
    for way in ways:
        # One by one: side by side some of them would make a phrase.
        converted = str(_in_one_go(way).convert("\n".join(every))).split("\n")
        for char, other in zip(every, converted, strict=True):
            if char != other and _IN_COMMON_FONTS.match(other):
                found.setdefault(char, other)
    return found


@cache
def foreign_to(language: str) -> re.Pattern[str]:
    """Find the characters that no text in a Chinese language holds."""
    is_simplified = _SCRIPTS[language] == "Hans"
    table = _traditional_only() if is_simplified else _simplified_only()
    return re.compile(f"[{''.join(table)}]")


@cache
def _simplified_only() -> dict[str, str]:
    """Map the characters that Simplified alone has to Traditional ones."""
    return {
        char: other
        for char, other in _changed_alone("s2t")
        if char not in _BOTH_IN_TRADITIONAL
        and not is_regional(char)
        and _IN_COMMON_FONTS.match(other)
    }


@cache
def _traditional_only() -> dict[str, str]:
    return {
        char: other
        for char, other in _changed_alone("t2s")
        if char not in _BOTH_IN_SIMPLIFIED and _IN_COMMON_FONTS.match(other)
    }


def _changed_alone(config: str) -> Iterator[tuple[str, str]]:
    """Yield each common character that a configuration changes, and its new form."""
    every = [chr(number) for number in range(0x4E00, 0xA000)]
    # One by one: side by side some of them would make a phrase.
    converted = str(converter(config).convert("\n".join(every))).split("\n")
    return (
        (char, other)
        for char, other in zip(every, converted, strict=True)
        if char != other
    )


@cache
def is_regional(char: str) -> bool:
    """Return whether a Simplified form is printed in a Traditional region too: 税 户 台."""
    return any(converter(c).convert(char) != char for c in ("hk2t", "tw2t"))
