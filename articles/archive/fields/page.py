"""How an article's page shows: weight, switches, sidebar, widgets.

As for the Mainroad theme, ``authorbox pager toc mathjax`` count as off where they are
present but empty, ``comments sidebar widgets`` count as not set.
"""

from __future__ import annotations

from articles.archive.fields.labels import write_names
from articles.archive.fields.spec import (
    FieldSpec,
    HeaderEdit,
    HeaderWriter,
    ReadContext,
    Values,
)
from articles.archive.front_matter import Keys, clean_text, is_no, weight_of
from articles.choices import AiUse, SidebarSide


class Weight(FieldSpec):
    """The place in an order."""

    rank = 9

    def read(self, keys: Keys, context: ReadContext) -> Values:
        value = keys.take("weight")
        weight = weight_of(value)
        if weight is None:
            text = clean_text(value)
            keys.warn("odd-weight", "weight", f"“{text}” is no number; read as 0.")
        return {"weight": weight or 0}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        header.put("weight", value=edit.now["weight"])


class Switch(FieldSpec):
    """On, off, or as the site says."""

    rank = 1

    def read(self, keys: Keys, context: ReadContext) -> Values:
        (name,) = self.names
        empty = None if name == "comments" else False
        return {name: keys.switch(name, empty=empty)}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        (name,) = self.names
        if edit.now[name] is None:
            header.drop(name)
        else:
            header.set(name, edit.now[name])


class Sidebar(FieldSpec):
    """A side, none, or as the site says."""

    rank = 10

    def read(self, keys: Keys, context: ReadContext) -> Values:
        value = keys.take("sidebar")
        if is_no(value):
            return {"sidebar": SidebarSide.NONE}
        text = clean_text(value).lower()
        if not value or not text:
            return {"sidebar": ""}
        if text in {"left", "right"}:
            return {"sidebar": text}
        if isinstance(value, str):
            keys.warn("odd-sidebar", "sidebar", f"“{text}” is no side; read as right.")
        return {"sidebar": SidebarSide.RIGHT}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        side = edit.now["sidebar"]
        if side:
            value = False if side == SidebarSide.NONE else str(side)
            header.put("sidebar", value=value)
        else:
            header.drop("sidebar")


class AiUseField(FieldSpec):
    """The part that AI had in the text, in one of the desk's words."""

    rank = 18

    def read(self, keys: Keys, context: ReadContext) -> Values:
        word = clean_text(keys.look("ai_use")).lower()
        if word not in AiUse.values:
            keys.warn(
                "odd-value",
                "ai_use",
                f"“{word}” is no use of AI that is known: assisted and generated are.",
            )
            return {"ai_use": AiUse.NOT_SAID}
        keys.take("ai_use")
        return {"ai_use": word}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        if edit.now["ai_use"]:
            header.put("ai_use", value=str(edit.now["ai_use"]))
        else:
            header.drop("ai_use")


class Widgets(FieldSpec):
    """The panels of the sidebar, by name."""

    rank = 11

    def read(self, keys: Keys, context: ReadContext) -> Values:
        names, known = keys.names("widgets"), context.known_widgets
        for name in names:
            if known and name not in known:
                keys.problems.error(
                    "unknown-widget",
                    keys.line("widgets"),
                    f"No widget is called “{name}”: it is kept and not drawn. "
                    f"Known: {', '.join(sorted(known))}.",
                )
        return {"widgets": names}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        write_names(header, edit.now["widgets"], "widgets")
