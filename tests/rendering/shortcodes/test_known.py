from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.rendering import Rendered, render, to_html

# What archives write beside what a reader gets, white space and the manners of
# pictures and links ("loading", "rel") aside.
AS_READ = {
    "a figure with everything": (
        '{{< figure src="a.png" alt="A" caption="See **this**" title="T"'
        ' link="https://l.example/" attr="Lin" attrlink="https://c.example/"'
        ' class="wide" width="300" >}}',
        '<figure><a href="https://l.example/"><img src="a.png" alt="A" width="300"></a>'
        "<figcaption><h4>T</h4><p>See <strong>this</strong>"
        ' <a href="https://c.example/">Lin</a></p></figcaption></figure>',
    ),
    "a figure's caption stands in for its alternative text": (
        '{{< figure src="a.png" caption="*Oil* <b>up</b>" >}}',
        '<figure><img src="a.png" alt="Oil up"><figcaption><p><em>Oil</em>'
        " <b>up</b></p></figcaption></figure>",
    ),
    "a figure beside a line of text stands apart from it": (
        "before\n{{< figure src=a.png >}}\nafter",
        '<p>before</p><figure><img src="a.png" alt=""></figure><p>after</p>',
    ),
    "quotes, bars and closing signs inside parameters": (
        '| a |\n|---|\n| {{< figure src="a.png" alt="x | \\"y\\" >}} z" >}} |',
        '<div class="table-box" tabindex="0"><table><thead><tr><th>a</th></tr></thead>'
        '<tbody><tr><td><figure><img src="a.png" alt="x | &quot;y&quot; &gt;}} z">'
        "</figure></td></tr></tbody></table></div>",
    ),
    "a shortcode over several lines": (
        '{{< figure\n  src="a.png"\n  alt="A"\n>}}',
        '<figure><img src="a.png" alt="A"></figure>',
    ),
    "a shortcode in raw HTML": (
        '<div>{{< figure src="a.png" >}}</div>\n\n<a href="{{< ref "/b.md" >}}">b</a>',
        '<div><figure><img src="a.png" alt=""></figure></div>'
        '<p><a href="/b.md">b</a></p>',
    ),
    "a caption of WordPress": (
        '[caption id="a_1" width="300"]<a href="/b"><img src="b.png" alt="B" /></a>'
        " See **this**[/caption]",
        '<figure><a href="/b"><img src="b.png" alt="B"></a>'
        "<figcaption><p>See <strong>this</strong></p></figcaption></figure>",
    ),
    "an older one beside text": (
        'a [caption caption="See"]![B](b.png)[/caption] c',
        '<p>a</p><figure><img src="b.png" alt="B"><figcaption><p>See</p></figcaption>'
        "</figure><p>c</p>",
    ),
    "a caption without a picture is a paragraph": (
        "[caption]*a*[/caption]",
        "<p><em>a</em></p>",
    ),
    "embeds and players of WordPress are links": (
        '[embed]https://v.example/1[/embed]\n\n[video src="a.mp4"][/video]',
        '<p><a class="embed" href="https://v.example/1">https://v.example/1</a></p>'
        '<p><a class="embed" href="a.mp4">a.mp4</a></p>',
    ),
    "videos and posts are links": (
        "{{< youtube w7Ft2ymGmfc >}}\n\n"
        '{{< youtube id="w7" title="The talk" autoplay=true >}}\n\n'
        '{{< vimeo 146 >}}\n\n{{< tweet user="desk" id="14" >}}\n\n{{< x 15 >}}\n\n'
        "{{< instagram Cx >}}\n\n{{< gist spf13 78 >}}",
        '<p><a class="embed" href="https://www.youtube.com/watch?v=w7Ft2ymGmfc">'
        "YouTube: https://www.youtube.com/watch?v=w7Ft2ymGmfc</a></p>"
        '<p><a class="embed" href="https://www.youtube.com/watch?v=w7">YouTube: The talk</a></p>'
        '<p><a class="embed" href="https://vimeo.com/146">Vimeo: https://vimeo.com/146</a></p>'
        '<p><a class="embed" href="https://x.com/desk/status/14">X: https://x.com/desk/status/14</a></p>'
        '<p><a class="embed" href="https://x.com/i/status/15">X: https://x.com/i/status/15</a></p>'
        '<p><a class="embed" href="https://www.instagram.com/p/Cx/">'
        "Instagram: https://www.instagram.com/p/Cx/</a></p>"
        '<p><a class="embed" href="https://gist.github.com/spf13/78">'
        "Gist: https://gist.github.com/spf13/78</a></p>",
    ),
    "an id cannot leave its address": (
        '{{< youtube id="../\\"><script>" >}}',
        '<p><a class="embed" href="https://www.youtube.com/watch?v=..%2F%22%3E%3Cscript%3E">'
        "YouTube: https://www.youtube.com/watch?v=..%2F%22%3E%3Cscript%3E</a></p>",
    ),
    "highlighted code": (
        '{{< highlight go "linenos=table" >}}\n  if a < b { {{< c >}} }\n'
        "{{< /highlight >}}",
        '<pre tabindex="0"><code class="language-go">if a &lt; b { {{&lt; c &gt;}} }'
        "\n</code></pre>",
    ),
    "details around blocks, though no line is empty": (
        '- a\n{{< details summary="More *words*" open=true >}}\n- b\n{{< /details >}}\nc',
        '<ul><li>a</li></ul><details open=""><summary>More <em>words</em></summary>'
        "<ul><li>b</li></ul></details><p>c</p>",
    ),
    "details within a line": (
        'a {{< details "S" >}}in{{< /details >}} b',
        "<p>a </p><details><summary>S</summary><p>in</p></details><p> b</p>",
    ),
    "details in a quotation, one in the other": (
        "> {{% details %}}\n> {{% details x %}}\n> *a*\n> {{% /details %}}\n"
        "> {{% /details %}}",
        "<blockquote><details><summary>Details</summary><details><summary>x</summary>"
        "<p><em>a</em></p></details></details></blockquote>",
    ),
    "an unknown one stays, and what it holds is rendered": (
        '{{% notice "w" %}}\n- **a**\n{{% /notice %}}',
        '<p><code class="shortcode">{{% notice "w" %}}</code></p>'
        "<ul><li><strong>a</strong></li></ul>"
        '<p><code class="shortcode">{{% /notice %}}</code></p>',
    ),
    "a known one that says nothing stays": (
        "{{< figure >}}",
        '<p><code class="shortcode">{{&lt; figure &gt;}}</code></p>',
    ),
    "escaped ones are printed": (
        "{{</* figure src=1 */>}} and {{%/* ref */%}} `{{</* x */>}}`",
        "<p>{{&lt; figure src=1 &gt;}} and {{% ref %}} <code>{{&lt; x &gt;}}</code></p>",
    ),
    "code is left alone": (
        "`{{< ref a >}}` ``{{< youtube `b` >}}``\n\n```go\n{{< youtube c >}}\n```\n\n"
        "    {{< youtube d >}}\n\n> ~~~\n> {{< youtube e >}}\n> ~~~",
        "<p><code>{{&lt; ref a &gt;}}</code> <code>{{&lt; youtube `b` &gt;}}</code></p>"
        '<pre tabindex="0"><code class="language-go">{{&lt; youtube c &gt;}}\n</code></pre>'
        '<pre tabindex="0"><code>{{&lt; youtube d &gt;}}\n</code></pre>'
        '<blockquote><pre tabindex="0"><code>{{&lt; youtube e &gt;}}\n</code></pre>'
        "</blockquote>",
    ),
    "a pair that begins in code is none": (
        "`{{< details >}}` a\n\n{{< /details >}}",
        "<p><code>{{&lt; details &gt;}}</code> a</p>"
        '<p><code class="shortcode">{{&lt; /details &gt;}}</code></p>',
    ),
    "Jekyll's code and raw text": (
        "{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}\n\n"
        "{% raw %}{{< a >}} *b*{% endraw %}{% comment %}c{% endcomment %}",
        '<pre tabindex="0"><code class="language-ruby">puts 1\n</code></pre>'
        "<p>{{&lt; a &gt;}} <em>b</em></p>",
    ),
    "Jekyll's links and inclusions": (
        "[a]({% post_url 2016-02-01-it %}) [b]({% link _posts/b.md %})"
        " {% include c.html x='1' %}",
        '<p><a href="2016-02-01-it">a</a> <a href="/_posts/b.md">b</a>'
        ' <code class="shortcode">{% include c.html x=\'1\' %}</code></p>',
    ),
    "Hexo's pictures, code, links and quotations": (
        "{% asset_img left a.png 10 20 \"T\" %}\n\n{% codeblock Title lang:js %}\na;\n"
        "{% endcodeblock %}\n\n{% post_link b The b %}\n\n{% youtube c %}\n\n"
        "{% blockquote Lin %}\nd\n{% endblockquote %}",
        '<p><img src="a.png" alt="T"></p><p>Title</p><pre tabindex="0">'
        '<code class="language-js">a;\n</code></pre><p><a href="b">The b</a></p>'
        '<p><a class="embed" href="https://www.youtube.com/watch?v=c">'
        "YouTube: https://www.youtube.com/watch?v=c</a></p>"
        "<blockquote><p>d</p><p>— Lin</p></blockquote>",
    ),
}  # fmt: skip

PIECES = [
    *("{{< ", "{{% ", "{{</* ", "*/>}}", ">}}", "%}}", "{% ", "figure", "details"),
    *("/details", 'src="a"', '"', "`", "\\", "/", "highlight", "/highlight", "raw"),
    *("endraw", "\n", "\n\n", "> ", "- ", "```\n", "a", "[", "](", ")", "<b>", "|"),
    *(" ", "<!--more-->", "    ", "#"),
]


def rendered(body: str) -> str:
    html = render(body).html
    for manners in (' loading="lazy" decoding="async"', ' rel="noopener"'):
        html = html.replace(manners, "")
    return html


class AsReadTests(SimpleTestCase):
    maxDiff = None

    def test_shortcodes_read_as_people_expect(self) -> None:
        for name, (body, expected) in AS_READ.items():
            with self.subTest(name):
                self.assertEqual(
                    "".join(rendered(body).split()), "".join(expected.split())
                )

    def test_lines_may_end_as_on_any_system(self) -> None:
        body = "a\n\n{{< details >}}\n*b*\n{{< /details >}}\n\n{{< gist a\nb >}}"
        expected = rendered(body)
        for ending in ("\r\n", "\r"):
            self.assertEqual(rendered(body.replace("\n", ending)), expected)


class ReferenceTests(SimpleTestCase):
    def render(self, body: str) -> Rendered:
        return render(body, resolve_link={"/about.md#us": "/en/articles/about/#us"}.get)

    def test_a_reference_is_resolved_like_any_link(self) -> None:
        for reference in (
            '[A]({{< ref "/about.md#us" >}})',
            '[A]({{% relref path="/about.md#us" %}} )',
            '[A][1]\n\n[1]: {{< ref "/about.md#us" >}}',
            '[A]({{< ref "/about.md" >}}#us)',
        ):
            with self.subTest(reference):
                self.assertEqual(
                    self.render(reference).html,
                    '<p><a href="/en/articles/about/#us">A</a></p>\n',
                )

    def test_the_language_that_is_asked_for_is_part_of_the_address(self) -> None:
        html = render('[A]({{< ref path="a.md#us" lang="zh-cn" >}})').html
        self.assertEqual(html, '<p><a href="a.md?lang=zh-cn#us">A</a></p>\n')

    def test_outside_a_link_it_is_one(self) -> None:
        link = '<a href="/en/articles/about/#us">/about.md#us</a>'
        html = self.render('见 {{< ref "/about.md#us" >}}。').html
        self.assertEqual(html, f"<p>见 {link}。</p>\n")
        html = self.render('[*{{< ref "a.md" >}}*](b)').html
        self.assertEqual(html, '<p><a href="b"><em>a.md</em></a></p>\n')

    def test_jekylls_own_address_begins_none_here(self) -> None:
        for body, drawn in (
            ("[k]({{ site.baseurl }}{% link _posts/a.md %})", 'href="/_posts/a.md"'),
            ("![]({{site.url}}{{ site.baseurl }}/a.png)", 'src="/a.png"'),
            ("![]({{ 'img/a.png' | relative_url }})", 'src="/img/a.png"'),
            ('<img src="{{- "/a.png" | prepend: site.baseurl -}}">', 'src="/a.png"'),
            (
                "[k]({{ 'https://a.example/b' | absolute_url }})",
                '"https://a.example/b"',
            ),
            ("x{{ site.url | escape }}y", "<p>xy</p>"),
        ):
            with self.subTest(body):
                rendered = render(body)
                self.assertIn(drawn, rendered.html)
                self.assertEqual(rendered.unknown_shortcodes, ())

    def test_what_jekyll_alone_could_print_is_reported(self) -> None:
        rendered = render(
            "a {{ page.title }} b `{{ page.title }}` {{ .Title }} {{ x }}"
        )
        self.assertEqual(rendered.unknown_shortcodes, ("page.title",))
        self.assertIn(
            '<code class="shortcode">{{ page.title }}</code> b', rendered.html
        )
        self.assertIn("{{ .Title }} {{ x }}", rendered.html)

    def test_a_missing_target_leaves_the_text(self) -> None:
        html = self.render('[关于]({{< ref "无.md" >}})').html
        self.assertEqual(html, '<p><a href="%E6%97%A0.md">关于</a></p>\n')


class CountTests(SimpleTestCase):
    def test_each_time_an_unknown_one_is_met_counts(self) -> None:
        body = (
            "{{< param a >}} {{< param b >}} {{% box %}}x{{% /box %}} {{< /stray >}}"
            " {{< youtube a >}} `{{< code >}}` {% include a %}"
        )
        self.assertEqual(
            render(body).unknown_shortcodes,
            ("param", "param", "box", "stray", "include"),
        )

    def test_a_list_shows_no_placeholder(self) -> None:
        self.assertEqual(render("涨{{< param a >}}了。").excerpt_html, "涨了。")

    def test_a_heading_is_known_by_its_words(self) -> None:
        (heading,) = render("## 油价 {{< icon up >}}").headings
        self.assertEqual((heading.id, heading.text), ("油价-", "油价"))


# ``tests/benchmarks/hostile_bodies.py`` times more of them.
MANY = [
    "{{ site.a", "{{ page.a | ", "{{ 'a' | relative_url ",
    "{{< youtube a >}}\n\n", "{{< details >}}\n", "{{< /details >}}", "{{< a ",
    '{{< figure src="', "{{< a `", "{{< highlight >}}", "{% raw %} ", "{% a ",
    "{{</* ", "{{% a %}}{{% b %}}{{% /a %}}", "` `` {{< a >}} ",
    "```\n{{< a >}}\n", '[a]({{< ref "b" >}}) ',
    "[caption]", "[caption]a[/caption]", '[a b="c"]', '[a b="', "[a b c ", "[/a]",
    "{::a}", "{::comment}", "{:/}",
]  # fmt: skip


# What WordPress would make something of, beside what is reported; links are no such.
BRACKETS = {
    'a [gallery ids="1,2"] b': ('[gallery ids="1,2"]',),
    '[box style="x"]**a**[/box]': ('[box style="x"]',),
    "a [b]c[/b]": ("[/b]",),
    '[caption width="3"]a': ('[caption width="3"]',),
    "[here] [see this](/a) [1] `[gallery]` \\[gallery]": (),
    '[a b="c"](/d) [e f="g"][h]\n\n[h]: /h': (),
}


class BracketTests(SimpleTestCase):
    def test_unknown_ones_stay_as_typed_and_are_reported_once(self) -> None:
        for body, reported in BRACKETS.items():
            with self.subTest(body):
                rendered = render(f"{body} {body}")
                self.assertEqual(rendered.unknown_markup, reported)
                for source in reported:
                    self.assertIn(source, rendered.text)

    def test_what_an_unknown_pair_holds_is_rendered(self) -> None:
        html = render('[box a="b"]**c**[/box]').html
        self.assertEqual(html, '<p>[box a="b"]<strong>c</strong>[/box]</p>\n')


class HostileTests(SimpleTestCase):
    def test_nothing_gets_past_the_sanitiser(self) -> None:
        for body in (
            '{{< figure src="javascript:alert(1)" link="javascript:alert(1)" >}}',
            '{{< figure src="x" alt="\\"><script>alert(1)</script>" >}}',
            '{{< figure src=x caption="<script>alert(1)</script>" >}}',
            '{{< details summary="<img src=x onerror=alert(1)>" >}}a{{< /details >}}',
            '[a]({{< ref "javascript:alert(1)" >}})',
            "{{< a <script>alert(1)</script> >}}",
        ):
            with self.subTest(body):
                html = render(body).html
                self.assertNotRegex(html, r'<script|\son\w+="|(href|src)="javascript')

    def test_the_mark_of_another_shortcode_cannot_be_typed(self) -> None:
        body = "{{< param a >}} \ufffe0\uffff [b](%EF%BF%BE9%EF%BF%BF)"
        self.assertEqual(render(body).html.count("<code"), 1)

    @given(st.lists(st.sampled_from(PIECES)).map("".join))
    def test_no_text_raises(self, body: str) -> None:
        self.assertNotIn("\ufffe", render(body).html)

    def test_a_thousand_of_any_are_read(self) -> None:
        for line in MANY:
            with self.subTest(line):
                self.assertIsInstance(to_html(line * 1_000), str)
