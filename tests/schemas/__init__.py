"""What documents for programs must look like, written from what their readers document."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from xmlschema import XMLSchema

_FOLDER = Path(__file__).parent


@cache
def _schema(name: str) -> dict[str, Any]:
    return dict(json.loads((_FOLDER / f"{name}.json").read_text("utf-8")))


def problems(document: Any, name: str, part: str = "") -> list[str]:
    """What is wrong with a document by a JSON schema, or by one of its parts."""
    schema = _schema(name)
    if part:
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [
        f"{error.json_path}: {error.message}"
        for error in validator.iter_errors(document)
    ]


@cache
def _xml_schema(name: str) -> XMLSchema:
    return XMLSchema(str(_FOLDER / f"{name}.xsd"))


def xml_problems(document: bytes, name: str) -> list[str]:
    """What is wrong with a document by an XML schema."""
    errors = _xml_schema(name).iter_errors(document.decode())
    return [f"{error.path}: {error.reason}" for error in errors]
