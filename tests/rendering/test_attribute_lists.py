from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.rendering import render

# Kramdown beside the HTML of the page, white space aside.
READ = {
    "after a paragraph": ("甲\n{: .x #p}\n\n乙", '<p id="p">甲</p><p>乙</p>'),
    "before one": ("{: #p}\n甲", '<p id="p">甲</p>'),
    "between two": ("甲\n{: .x}\n乙", "<p>甲</p><p>乙</p>"),
    "after a heading": ("## 甲\n{: #old}\n", '<h2 id="old">甲</h2>'),
    "after a list": ("- 甲\n{: #l}", '<ul id="l"><li>甲</li></ul>'),
    "after a quotation": ("> 甲\n{: .q}", "<blockquote><p>甲</p></blockquote>"),
    "after code": (
        "```\na\n```\n{: .language-ruby}",
        '<pre tabindex="0"><code class="language-ruby">a</code></pre>',
    ),
    "after raw HTML": ("<div>甲</div>\n{: .x}\n", "<div>甲</div>"),
    "of a link": ('[甲](/a){: .b target="_blank"}乙', '<p><a href="/a">甲</a>乙</p>'),
    "of a picture": (
        '![](a.png){: width="50"}',
        '<p><img src="a.png" alt="" width="50" loading="lazy" decoding="async"></p>',
    ),
    "of emphasis": ("**甲**{: .x}乙", "<p><strong>甲</strong>乙</p>"),
    "of a list's item": ("- {: .x}甲", "<ul><li>甲</li></ul>"),
    "a name and its definition": (
        '{:mid: style="text-align: center"}\n甲\n{: mid}',
        "<p>甲</p>",
    ),
    "the place of the contents": ("- 目录\n{:toc}\n\n## 甲", '<h2id="甲">甲</h2>'),
    "a comment": ("甲{::comment}内部{:/comment}乙", "<p>甲乙</p>"),
    "options and raw parts": (
        "{::options a='b' /}\n\n{::nomarkdown}<u>甲</u>{:/}",
        "<p><u>甲</u></p>",
    ),
}
# Beside what is reported of them.
AS_TYPED = {
    "甲{: .x} 乙": ("{: .x}",),
    "甲 {::foo} 乙": ("{::foo}",),
    "甲 {:ok} 乙": (),
    "`{: .x}` 甲": (),
    "    {: .x}": (),
    "<pre>\n{: .x}\n</pre>": (),
}


class AttributeListTests(SimpleTestCase):
    def test_they_are_read_and_not_printed(self) -> None:
        for name, (body, expected) in READ.items():
            with self.subTest(name):
                rendered = render(body)
                html = "".join(rendered.html.split())
                self.assertEqual(html, "".join(expected.split()))
                self.assertEqual(rendered.unknown_markup, ())

    def test_what_is_none_stays_and_what_may_be_one_is_reported(self) -> None:
        for body, reported in AS_TYPED.items():
            with self.subTest(body):
                rendered = render(body)
                self.assertIn("{:", rendered.text)
                self.assertEqual(rendered.unknown_markup, reported)

    def test_a_table_ends_before_its_list(self) -> None:
        self.assertEqual(render("|a|\n|-|\n|b|\n{: .t}").html.count("<tr>"), 2)

    def test_one_in_an_item_does_not_reach_the_item_before(self) -> None:
        self.assertIn('<h2 id="甲">', render("- # 甲\n- {: #p}\n  乙").html)

    def test_nothing_unsafe_passes(self) -> None:
        body = (
            '甲\n{: onclick="x" style="x" #nd-main}\n\n[a](/a){: href=\'javascript:x\'}'
        )
        html = render(body).html
        self.assertNotRegex(html, "onclick|style|javascript")
        self.assertIn('id="text-nd-main"', html)

    @given(
        st.lists(st.sampled_from([*(b for b, _ in READ.values()), "\n", "> ", "- "]))
    )
    def test_any_mixture_renders(self, pieces: list[str]) -> None:
        render("".join(pieces)).html.encode()
