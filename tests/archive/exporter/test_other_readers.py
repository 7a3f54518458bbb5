"""Exports say the same to Hugo and to any parser of YAML as to this site."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import yaml
from django.test import SimpleTestCase
from hypothesis import HealthCheck, example, given, settings, strategies as st

from articles.archive.exporter.edited_file import edit
from articles.archive.front_matter import plain
from tests.archive.exporter.samples import PLACE, values_from
from tests.examples import examples
from tests.hugo import read_with_hugo

few = settings(examples(12), suppress_health_check=list(HealthCheck))
# Texts that a parser of YAML takes for numbers, dates and truth values without quotes.
ODD = [
    *("00700", "000001", "1.10", "1_000", "0755", "12:30:45", "1:20", "+12", "-0"),
    *("0x1F", "0o17", "0b11", "1e3", ".5", "5.", "1_", ".inf", "-.INF", ".nan", "0x_1"),
    *("no", "Yes", "on", "OFF", "y", "N", "~", "null", "NULL", "True", "<<", "="),
    *("2025", "2025-02-10", "2025-02-10 15:35:00", "2025-02-10T15:35:00Z", "1,000"),
    *("a: b", "# no", "- x", "[x]", "{y}", "@me", "%s", "!", "&a", "*", "'", '"', "\\"),
    *("A\u00a0B", "甲\u2028乙", "甲\u0085乙", "a\tb", "?", "|", ">", "`", "...", "---"),
]
_NUMBERS = st.text("+-.0123456789_eExob:ABCDEF", min_size=1, max_size=8)
TEXTS = st.one_of(
    st.sampled_from(ODD),
    _NUMBERS,
    # The importer drops controls, which no database holds.
    st.text(max_size=12).filter(lambda text: plain(text) == text),
)
FILES = {
    "yaml": '---\ntitle: "x"\ndate: 2025-02-10\nnotes: {}\n---\nx\n',
    "plain.yaml": "---\ntitle: x\ndate: 2025-02-10\nnotes: {}\n---\nx\n",
    "single.yaml": "---\ntitle: 'x'\ndate: 2025-02-10\nnotes:\n- 'x'\n---\nx\n",
    "lines.yaml": "---\ntitle: x\ndate: 2025-02-10\nnotes:\n  - x\n---\nx\n",
    "toml": '+++\ntitle = "x"\ndate = 2025-02-10\nnotes = []\n+++\nx\n',
    "literal.toml": "+++\ntitle = 'x'\ndate = 2025-02-10\nnotes = ['x']\n+++\nx\n",
    "json": '{"title": "x", "date": "2025-02-10", "notes": []}\nx\n',
}


class _Yaml12(yaml.SafeLoader):
    """The core schema of YAML 1.2."""


_Yaml12.yaml_implicit_resolvers = {}
for _tag, _pattern in {
    "null": r"(?:null|Null|NULL|~|)\Z",
    "bool": r"(?:true|True|TRUE|false|False|FALSE)\Z",
    "int": r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z",
    "float": r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z",
}.items():
    _Yaml12.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), None
    )


def front_of(content: bytes) -> str:
    text = content.decode()
    end = text.rindex("}\n") + 1 if text[0] == "{" else text.rindex(f"\n{text[:3]}\n")
    return text[:end].removeprefix("---").removeprefix("+++")


def header_of(name: str, content: bytes) -> list[dict[str, Any]]:
    """The front matter as each parser of its format reads it."""
    front = front_of(content)
    if name.endswith("toml"):
        return [tomllib.loads(front)]
    if name.endswith("json"):
        return [json.loads(front)]
    return [yaml.safe_load(front), yaml.load(front, Loader=_Yaml12)]  # noqa: S506


class OtherReadersTests(SimpleTestCase):
    @few
    @given(st.lists(TEXTS, min_size=1, max_size=30))
    @example(ODD)
    def test_any_string_is_a_string_to_every_reader(self, texts: list[str]) -> None:
        files, expected = {}, {}
        for name, file in FILES.items():
            content = file.encode()
            now = values_from(PLACE.parse(content))
            now["extra"] = {"notes": texts, "more": {"k": texts[0]}}
            edited = edit(content, now, PLACE)
            self.assertEqual(edited.unsaved, frozenset())
            for header in header_of(name, edited.content):
                self.assertEqual(header["notes"], texts)
                self.assertEqual(header["more"], {"k": texts[0]})
            files[f"{name}.md"] = edited.content
            expected[f"{name}.md"] = texts
        read = read_with_hugo(files)
        found = {path: page["params"]["notes"] for path, page in read.items()}
        self.assertEqual(found, expected)

    def test_tags_that_look_like_numbers_are_written_as_text(self) -> None:
        tags = ["00700", "000001", "1.10", "no", "1_000", "0755", "12:30:45", "金"]
        files = {}
        for name, file in FILES.items():
            content = file.encode()
            now = values_from(PLACE.parse(content)) | {"tags": tags}
            files[f"{name}.md"] = edit(content, now, PLACE).content
        for path, page in read_with_hugo(files).items():
            self.assertEqual((path, page["params"]["tags"]), (path, tags))

    def test_a_list_that_is_edited_quotes_what_it_held(self) -> None:
        for old, new in [
            ("[00700, 甲, no]", '["00700", 甲, "no", 乙]'),
            ("\n  # 港股\n  - 00700 # 腾讯", '\n  # 港股\n  - "00700" # 腾讯\n  - 乙'),
            ("['00700']", "['00700', '乙']"),
        ]:
            with self.subTest(old):
                file = f"---\ntitle: x\ndate: 2025-02-10\ntags: {old}\n---\nx\n"
                now = values_from(PLACE.parse(file.encode()))
                now["tags"] += ["乙"]
                edited = edit(file.encode(), now, PLACE).content.decode()
                self.assertEqual(edited, file.replace(old, new))

    def test_dates_stay_dates(self) -> None:
        file = b"---\ntitle: x\ndate: 2025-02-10\n---\nx\n"
        now = values_from(PLACE.parse(file))
        now["published_at"] = now["published_at"].replace(day=11)
        edited = edit(file, now, PLACE).content
        self.assertEqual(edited, file.replace(b"10", b"11"))
