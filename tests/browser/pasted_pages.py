"""What other programs put on the clipboard as HTML, and the Markdown that it becomes.

Each is written by hand in the manner of its program: what Word, WPS, WeChat, Excel, Google
Docs and web pages wrap around the words, in small.
"""

from __future__ import annotations

from typing import NamedTuple


class PastedPage(NamedTuple):
    """A name, the HTML, and the Markdown."""

    name: str
    html: str
    markdown: str


_WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15"><style><!--
p.MsoNormal {margin:0cm; mso-style-unhide:no;} @list l0:level1 {mso-level-text:;}
--></style><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
"""
_WORD_END = "<!--EndFragment--></body></html>"
_EXCEL_HEAD = """<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta name=ProgId content=Excel.Sheet><style>.xl65 {mso-number-format:"0\\.0%";}</style>
</head><body link="#0563C1"><table border=0 cellpadding=0 width=216 style='width:162pt'>
<!--StartFragment--><col width=72 span=3 style='width:54pt'>
"""
_EXCEL_END = "<!--EndFragment--></table></body></html>"

PAGES = [
    PastedPage(
        "Word: headings, bold in pieces, lines cut in the source",
        _WORD_HEAD
        + """<h1><span lang=EN-US>2025</span><span style='font-family:宋体'>年三季
度财报<o:p></o:p></span></h1>
<h2><b>一、营收</b></h2>
<p class=MsoNormal style='text-indent:21.0pt'><b style='mso-bidi-font-weight:normal'><span
style='font-family:宋体'>油</span></b><b><span>价</span></b><span>上涨<span
lang=EN-US>3.1%</span>，分析
师认为<i>不可持续</i>。<o:p></o:p></span></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoNormal><span lang=EN-US>Net&nbsp;profit rose to&nbsp;10&nbsp;km
and more.</span></p>"""
        + _WORD_END,
        """## 2025年三季度财报

### 一、营收

**油价**上涨3.1%，分析师认为*不可持续*。

Net profit rose to 10 km and more.""".replace("10 km", "10\u00a0km"),
    ),
    PastedPage(
        "Word: lists are paragraphs",
        _WORD_HEAD
        + """<p class=MsoListParagraph style='margin-left:21.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span lang=EN-US style='font-family:Wingdings'><span
style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span><![endif]><span>黄金</span></p>
<p class=MsoListParagraph style='margin-left:42.0pt;mso-list:l0 level2 lfo1'><![if
!supportLists]><span><span style='mso-list:Ignore'>n<span>&nbsp; </span></span></span><![endif]>现货</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>l<span>&nbsp;</span></span><![endif]>白银</p>
<p class=MsoNormal>其次：</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>降息</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp;</span></span><![endif]>缩表</p>
<p class=MsoListParagraph style='mso-list:l2 level1 lfo3'><![if !supportLists]><span
style='mso-list:Ignore'>一、<span>&nbsp;</span></span><![endif]>宏观</p>"""
        + _WORD_END,
        """- 黄金
  - 现货
- 白银

其次：

1. 降息
2. 缩表

一、宏观""",
    ),
    PastedPage(
        "Word: a picture is a file of the other machine, a comment is noise",
        _WORD_HEAD
        + """<p class=MsoNormal>见图<span lang=EN-US><!--[if gte vml 1]><v:shape id="图片_x0020_1"
><v:imagedata src="file:///C:/Users/lin/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img
width=400 height=300 src="file:///C:/Users/lin/AppData/Local/Temp/msohtmlclip1/01/clip_image002.png"
v:shapes="图片_x0020_1"><![endif]></span>。<a class=msocomanchor href="#_msocom_1">[林1]</a><a
href="#_ftn1" name="_ftnref1">[1]</a></p>"""
        + _WORD_END,
        "见图。[1]",
    ),
    PastedPage(
        "WPS: a heading by its outline, a numbered one, a link, a table",
        """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator
content="Microsoft Word 14"></head><body><!--StartFragment-->
<p class=MsoNormal style="mso-outline-level:2;text-align:center;"><b><span
style="mso-spacerun:'yes';font-family:宋体;font-weight:bold;">行情回顾</span></b></p>
<h3 style="mso-list:l0 level1 lfo1;"><![if !supportLists]><span><span
style='mso-list:Ignore;'>（一）<span>&nbsp;</span></span></span><![endif]>股市</h3>
<p class=MsoNormal style="text-indent:2em;"><span>　　上证指数收报</span><u><span>3,918</span></u><span>点，见</span><a
href="https://example.org/a b?x=(1)&y=&quot;2&quot;"><u><span>公告</span></u></a>。</p>
<table class=MsoTableGrid style="border-collapse:collapse;"><tr><td width=90 valign=top><p
class=MsoNormal>指数</p></td><td><p class=MsoNormal>涨跌</p></td></tr><tr><td><p
class=MsoNormal>沪深300</p></td><td><p class=MsoNormal>-1.2%</p></td></tr></table>
<!--EndFragment--></body></html>""",
        """## 行情回顾

### （一）股市

上证指数收报3,918点，见[公告](https://example.org/a%20b?x=%281%29&y=%222%22)。

| 指数 | 涨跌 |
| --- | --- |
| 沪深300 | -1.2% |""",
    ),
    PastedPage(
        "WeChat: sections in sections, pictures that wait, marks that nobody sees",
        """<meta charset='utf-8'><section style="font-size:16px;visibility:visible;"
data-role="outer"><section style="text-align:center;"><section style="display:inline-block;"><p
style="font-size:18px;"><strong><span leaf="">01 央行出手</span></strong></p></section></section>
<section><section><span style="letter-spacing:1px;"><span
leaf="">人民银行开展\u200b逆回购操作，</span></span><span style="font-weight:bold;color:red;"><span
leaf="">净投放500亿元</span></span><span leaf="">。</span></section></section>
<section style="display:none;">关注我们</section><p><br></p>
<section><img class="rich_pages wxw-img" data-src="https://mmbiz.qpic.cn/mmbiz_png/abc/640?wx_fmt=png"
data-ratio="0.56" src="data:image/svg+xml,%3Csvg/%3E" alt="图片"></section>
<section><svg><text>装饰</text></svg></section><p>图源：央行网站</p></section>""",
        """**01 央行出手**

人民银行开展逆回购操作，**净投放500亿元**。

![图片](https://mmbiz.qpic.cn/mmbiz_png/abc/640?wx_fmt=png)

图源：央行网站""",
    ),
    PastedPage(
        "Excel: a table, numbers to the right, empty and hidden rows left out",
        _EXCEL_HEAD
        + """<tr height=19><td height=19 class=xl65>公司</td><td>营收（亿元）</td><td
class=xl65>占比|同比</td><td></td></tr>
<tr height=0 style='display:none'><td>隐藏</td><td align=right>1</td><td>2</td></tr>
<tr><td>贵州茅台</td><td align=right x:num="1506.4">1,506.4</td><td align=right>15.7%</td><td></td></tr>
<tr><td colspan=2>合计</td><td align=right>一万二</td></tr>
<tr><td></td><td></td><td></td></tr>"""
        + _EXCEL_END,
        """| 公司 | 营收（亿元） | 占比\\|同比 |
| --- | ---: | ---: |
| 贵州茅台 | 1,506.4 | 15.7% |
| 合计 |  | 一万二 |""",
    ),
    PastedPage(
        "Excel: one cell is a word, one row a line",
        _EXCEL_HEAD + "<tr><td align=right>1,506.4</td></tr>" + _EXCEL_END,
        "1,506.4",
    ),
    PastedPage(
        "Excel: one row is a line",
        _EXCEL_HEAD + "<tr><td>茅台</td><td>1,506.4</td></tr>" + _EXCEL_END,
        "茅台 1,506.4",
    ),
    PastedPage(
        "Google Docs: the page in a bold that is none, lists in lists",
        """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2
dir="ltr"><span style="font-weight:400;">Markets</span></h2><p dir="ltr"><span
style="font-weight:400;">Oil </span><span style="font-weight:700;">jumped</span><span
style="font-weight:400;"> by </span><span style="font-style:italic;">a third</span><span>, says </span><a
href="https://example.org/?utm_source=x"><span style="text-decoration:underline;">Reuters</span></a><span
style="text-decoration:line-through">.</span></p><br><ul><li dir="ltr"><p role="presentation"><span>One</span></p></li><ul><li
dir="ltr"><p><span>Inner</span></p></li></ul><li><p><span>Two</span></p></li></ul></b><br>""",
        """## Markets

Oil **jumped** by *a third*, says [Reuters](https://example.org/?utm_source=x)~~.~~

- One
  - Inner
- Two""",
    ),
    PastedPage(
        "A web page: quotation, breaks, code, nested tables, relative pictures",
        """<div><nav hidden>Menu</nav><h4>Deal</h4><blockquote><p>First.</p><p>Second.</p></blockquote>
<p>Line one<br>line two<br><br>New</p><table><tr><td><p>Only a frame</p><img src="/logo.png"><img
src="https://t.example/p.gif" width="1" height="1"></td></tr></table>
<p><a href="javascript:alert(1)">Click</a> <a href="#top">top</a> <a href="https://a.example/x"><img
src="//a.example/x.jpg" alt="Chart [1]"></a></p><ol start="3"><li>Three<p>More of it</p></li><li>Four</li></ol>
<pre>x = 1
</pre><p>10<sup>9</sup> and <code>a*b</code> <img class="emoji" alt="📈" src="https://s.example/e.png"></p></div>""",
        """#### Deal

> First.
>
> Second.

Line one\\
line two

New

Only a frame

Click top

![Chart \\[1\\]](https://a.example/x.jpg)

3. Three

   More of it
4. Four

```
x = 1
```

10<sup>9</sup> and `a*b` 📈""",
    ),
    PastedPage(
        "An old Chinese page: breaks and indents for paragraphs",
        "<div>　　沪指高开。<br>　　深成指低开。<br><br>完<br></div>",
        "沪指高开。\n\n深成指低开。\n\n完",
    ),
    PastedPage(
        "Signs that would be read as Markdown",
        """<p># 1 in sales</p><p>- minus</p><p>1. first</p><p>> more</p><p>*ST股和138****5678，王**、李**。</p><p>a * b, 2*3*4, _x_, snake_case, [a](b), [note], `c`, &lt;b&gt;, &amp;amp;, 27~28℃, ~~x~~, -{a}-,
C:\\dir\\*.txt</p><p>净利润*（百万元）</p><p>见 https://a.example/x_y_z*a 全文</p><p>{{&lt; note &gt;}}</p><p>+</p><p>===</p>""",
        r"""\# 1 in sales

\- minus

1\. first

\> more

*ST股和138****5678，王**、李**。

a * b, 2\*3\*4, \_x\_, snake_case, \[a](b), [note], \`c\`, \<b>, \&amp;, 27~28℃, \~~x\~~, \-{a}-, C:\dir\\\*.txt

净利润*（百万元）

见 https://a.example/x_y_z*a 全文

&#123;{< note >}}

\+

\===""",
    ),
    PastedPage(
        "Bold beside punctuation closes",
        "<p><b>Note:</b>this, <strong>“Quote.”</strong>next, <b> spaced </b>out, <b>句子。</b>下文, word<b>(x)</b></p>",
        "**Note**:this, **“Quote**.”next, **spaced** out, **句子。**下文, word(**x)**",
    ),
    PastedPage(
        "Nothing to read",
        "<style>p{}</style><p>&nbsp;</p><div><br></div><span style='display:none'>x</span>",
        "",
    ),
]
