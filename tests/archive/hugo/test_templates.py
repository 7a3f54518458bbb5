"""Pages that hold more Liquid than words."""

from __future__ import annotations

from pathlib import PurePosixPath

from hypothesis import given, strategies as st

from articles.archive.jekyll import is_template

LOOP = "{% for post in site.posts %}{{ post.title }}{% endfor %}"


def test_a_loop_makes_one_unless_words_outweigh_it() -> None:
    assert is_template(PurePosixPath("tags.html"), LOOP)
    assert not is_template(PurePosixPath("tags.html"), LOOP + "词" * 60)
    assert not is_template(PurePosixPath("_posts/2024-01-01-a.md"), LOOP)


def test_an_include_or_a_printed_value_alone_makes_none() -> None:
    for body in ("{% include a.html %}", "{{ site.title }}", f"`{LOOP}`"):
        assert not is_template(PurePosixPath("a.md"), body)
    assert not is_template(PurePosixPath("a.md"), f"{{% raw %}}{LOOP}{{% endraw %}}")


@given(st.text("{}%<>`~\n afor", max_size=80))
def test_any_text_can_be_asked_about(body: str) -> None:
    assert is_template(PurePosixPath("a.md"), body) in {True, False}
