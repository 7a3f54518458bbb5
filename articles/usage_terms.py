"""Read out of a source's notice what may be done with its texts.

What is read here is a proposal for an editor, never public by itself. It is read a
sentence at a time, in either Chinese script or English; where sentences disagree, the
strictest counts, and where none speaks of a question, nothing is proposed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from articles.choices import Reuse
from articles.variants.engine import fold


@dataclass(frozen=True)
class UsageTerms:
    """What a source lets others do with its texts; empty or None where it says nothing.

    ``allows_training`` means the training of models, ``allows_answer_engines`` answers
    and summaries that a program makes of the text.
    """

    reuse: str = ""
    contact: str = ""
    credit_line: str = ""
    credit_url: str = ""
    allows_search_engines: bool | None = None
    allows_answer_engines: bool | None = None
    allows_training: bool | None = None

    def stricter(self, other: UsageTerms) -> UsageTerms:
        """Return these terms with what the other ones refuse to programs."""
        refused: dict[str, Any] = {
            name: False for name in MACHINE_USES if getattr(other, name) is False
        }
        return replace(self, **refused)


TERM_NAMES = [term.name for term in fields(UsageTerms)]
MACHINE_USES = ("allows_search_engines", "allows_answer_engines", "allows_training")


@dataclass(frozen=True)
class Proposal:
    """A value for one of the terms, and the sentence of the notice that says so."""

    value: Any
    passage: str


# A notice is a few lines; whatever is longer is an article that was taken for one.
_MAX_NOTICE = 20_000
_MAX_SENTENCE = 1_000
_MAX_VALUE = 500

_SENTENCE_END = re.compile(
    r"(?<=[。！？；;])|(?<=[a-z)]\.)\s+(?=[A-Z])|(?<=[!?])\s+|\n+", re.ASCII
)

# Sentences are folded before the next patterns are tried: one script, half width, lower
# case. Gaps are bounded, so that no sentence makes them slow.
_COPY = r"(?:转载|转发|转贴|复制|摘编|摘录|节录|引用|刊登|刊载|翻印|镜像|抄袭)"
_COPY_OR_USE = rf"(?:{_COPY}|传播|改编|使用|采用|发布|公开|散布)"
_COPY_EN = (
    r"(?:\breproduc\w+|\brepubli\w+|\bredistribut\w+|\breprint\w*|"
    r"\bcop(?:y|ied|ying)\b|\bsyndicat\w+)"
)
_COPY_OR_USE_EN = rf"(?:{_COPY_EN}|\b(?:re-?)?us(?:e|ed|ing)\b)"
_CONSENT_EN = r"(?:permission|consent|licen[cs]e|authori[sz]ation)"
_CONSENT = r"(?:授权|许可|同意|允许|准许|批准)"
_FORBIDS = r"(?:不得|不准|禁止|严禁|谢绝|请勿|切勿|不可转|不能转)"
_FORBIDS_EN = (
    r"(?:may not|must not|cannot|can not|shall not|not be|do not|no part|prohibited|"
    r"forbidden|not permitted|not allowed)"
)
_BUSINESS = r"(?:商业|商用|营利|牟利|盈利)(?:性|化)?"

_FREE_OF_CONSENT = re.compile(
    rf"(?:无需|无须|毋须|毋需|不需要?|不必).{{0,10}}{_CONSENT}|"
    r"no (?:prior |further )?(?:permission|licen[cs]e) (?:is )?(?:needed|required)|"
    rf"may (?:\w+ )?be {_COPY_OR_USE_EN} without (?:\w+ )?permission|"
    r"without (?:asking|needing|further|requesting)"
)
# Whose text it was before, and what to do about a wrong: neither speaks of reuse.
_ELSEWHERE = re.compile(
    r"(?<!注明)(?<!标明)(?:转载|摘编|编译)自|转载目的|[为系]转载|如.{0,6}(?:侵权|侵犯|异议).*"
)
# Only those who give no credit are refused.
_UNLESS_CREDITED = re.compile(
    rf"(?:未|不|没有)(?:注明|标明).{{0,8}}{_FORBIDS}.{{0,6}}{_COPY}|"
    r"not be .{0,60}without (?:\w+ )?(?:credit|attribut|acknowledg|citing)"
)
# Trade with its verb: 商业性转载, 用于商业用途. What is left of the sentence without them
# says whether everything else is refused too.
_COMMERCIAL = re.compile(
    rf"(?:以|为|作|做|供|出于)?(?:任何)?(?:其[他它])?{_BUSINESS}(?:"
    rf"(?:为目的|用途|目的|活动)[的而之]?(?:进行)?{_COPY_OR_USE}?|"
    rf"(?:网站|机构|媒体|公司|平台)?[的而之]?(?:进行)?{_FORBIDS}?{_COPY_OR_USE})|"
    rf"{_COPY_OR_USE}?(?:内容|本文)?用[于作做](?:任何)?(?:其[他它])?{_BUSINESS}"
)
_COMMERCIAL_EN = re.compile(r"(?<!non-)(?<!non)(?<!non )commercial")
_NON_COMMERCIAL = re.compile(
    rf"非{_BUSINESS}的?(?:用途|目的|{_COPY_OR_USE})|[仅只][限供].{{0,6}}个人|"
    r"non-? ?commercial|not for (?:commercial|profit)|personal use only|\bcc[ -]by-nc|"
    r"no commercial use"
)
_RESTRICTED = re.compile(
    rf"{_FORBIDS}|{_CONSENT}|付费|联系|联络|"
    rf"\bnot\b|prohibit|forbid|{_CONSENT_EN}|contact|without|write|\bask\b|apply|request"
)
_ALSO_COPYING = re.compile(rf"{_COPY_EN}.{{0,40}}\bor\b.{{0,40}}$")
_PERMISSION = re.compile(
    # 未经授权，任何人不得转载
    rf"[未不非](?:经|获|得到|取得).{{0,30}}{_CONSENT}.{{0,40}}{_FORBIDS}.{{0,30}}{_COPY_OR_USE}|"
    rf"[未不非](?:经|获|得到|取得).{{0,30}}{_CONSENT}.{{0,20}}{_COPY_OR_USE}.{{0,20}}"
    r"(?:侵权|必究|违|追究)|"
    rf"{_FORBIDS}.{{0,16}}{_COPY}|(?:不可|不能)(?:擅自|任意)?转载|"
    # 转载须事先取得授权, 转载请联系
    rf"(?:{_COPY}|使用本[文站网]).{{0,20}}[需须请应要].{{0,14}}{_CONSENT}|"
    rf"{_COPY}(?:授权|许可).{{0,4}}[请需]|"
    rf"{_COPY}.{{0,12}}[需须请应].{{0,8}}(?:联系|联络|接洽|来函|来信|致函)|"
    rf"[经获得].{{0,12}}{_CONSENT}.{{0,6}}[后方才].{{0,6}}{_COPY_OR_USE}|"
    r"保留(?:一切|所有|全部)的?权利|(?:翻印|翻版|盗版|侵权|违者)必究"
)
_PERMISSION_EN = re.compile(
    rf"{_FORBIDS_EN}.{{0,80}}{_COPY_EN}|{_FORBIDS_EN} (?:be )?distribut|"
    rf"{_COPY_EN}.{{0,80}}(?:prohibited|forbidden|not permitted|not allowed)|"
    rf"{_COPY_OR_USE_EN}.{{0,80}}(?:without|requires?|subject to|only (?:with|by))"
    rf" (?:\S+ ){{0,5}}{_CONSENT_EN}|all rights reserved|"
    rf"{_CONSENT_EN}.{{0,40}}(?:required|needed|to {_COPY_OR_USE_EN})|"
    rf"(?:contact|e-?mail|write to).{{0,60}}(?:{_CONSENT_EN}|licensing|to {_COPY_EN})|"
    rf"(?:{_COPY_EN}|licensing|permissions?) (?:requests?|inquiries|enquiries)"
)
_WITH_CREDIT = re.compile(
    r"(?:欢迎|可以?|允许|自由|免费|任意).{0,8}(?:转载|转发|转贴|引用|转用)|"
    rf"{_COPY_OR_USE}.{{0,16}}(?:注明|标明|标注|保留|附上|写明|载明).{{0,16}}"
    r"(?:出处|来源|来自|转自|链接|连结|作者|本网|网址|“|\")|"
    rf"(?:注明|标明|标注).{{0,6}}(?:出处|来源).{{0,6}}可.{{0,4}}{_COPY}|知识共享署名"
)
_WITH_CREDIT_EN = re.compile(
    r"(?:free(?:ly)? to|may (?:freely )?(?:be )?|can be |welcome to |encouraged to ).{0,40}"
    r"(?:republish|reprint|reproduc|shar|cop|re-?us|quot)|"
    r"(?:republi\w+|reprint\w*|reproduc\w+|re-?us\w+|quot\w+|excerpt\w*).{0,60}"
    r"(?:credit|attribut|acknowledg|link back|cite)|\bcc[ -]by\b|"
    r"creative commons attribution|"
    r"(?:please|must|should) (?:always )?(?:credit|attribute|acknowledge|cite) "
)

_MACHINE = (
    r"(?:人工智[能慧]|(?<![a-z])ai(?![a-z])|语言模型|大模型|机器学习|深度学习|生成式|"
    r"artificial intelligence|machine[- ]learning|language models?|\bllms?\b)"
)
# A use by machines, whatever it is.
_ANY_MACHINE = (
    rf"(?:任何|一切|所有).{{0,4}}{_MACHINE}.{{0,4}}(?:用途|目的|系统|使用|应用)|"
    rf"any {_MACHINE}(?: \w+)? ?(?:purpose|system|use|tool|application)"
)
_MENTIONS = {
    "allows_search_engines": re.compile(
        r"搜[索寻](?:引擎|服务).{0,16}(?:收录|索引|抓取|爬取|快照)|"
        r"(?:收录|索引|抓取|爬取).{0,16}搜[索寻]引擎|"
        r"search engines?.{0,40}(?:index|list|crawl|cache)|"
        r"(?:index|list|crawl|cache).{0,40}search engines?"
    ),
    "allows_answer_engines": re.compile(
        rf"{_MACHINE}.{{0,16}}(?:摘要|总结|问答|回答|答案|生成内容|搜[索寻]结果|检索|"
        r"answer|summar|overview|output|response|search result)|"
        r"智能问答|聊天机器人|(?:问答|答案|回答)引擎|对话机器人|检索增强|"
        rf"answer engine|chat-?bot|\brag\b|retrieval[- ]augmented|{_ANY_MACHINE}"
    ),
    "allows_training": re.compile(
        r"机器学习|深度学习|machine[- ]learning|"
        rf"{_MACHINE}.{{0,30}}(?:训练|学习|语料|开发|调优|微调|投喂|train|develop|fine-?tun)|"
        r"(?:训练|投喂|喂养|微调|开发|用于学习|train|develop|fine-?tun).{0,50}"
        rf"(?:{_MACHINE}|模型)|"
        r"(?:数据|资料)(?:挖掘|探勘|采矿)|text[- ](?:and[- ])?data[- ]mining|\btdm\b|"
        rf"{_ANY_MACHINE}"
    ),
}
_REFUSES = re.compile(
    rf"{_FORBIDS}|[未不非](?:经|获).{{0,20}}{_CONSENT}|反对|拒绝|不(?:允许|同意|许|欢迎)|"
    rf"[须需应].{{0,12}}{_CONSENT}|保留.{{0,30}}权|"
    r"\bnot\b|\bno\b|cannot|prohibit|forbid|reserv|opt(?:s|ed)?[- ]out|object|"
    r"without|permission|licen[cs]e"
)
_PERMITS = re.compile(
    r"可(?:以|用于|用作|被|供|由|自由|将)|允许|欢迎|\bmay\b|\bcan\b|allowed|permitted|welcome"
)
_EXCEPTS = re.compile(r"除外|不在此限|\bexcept|\bother than\b")

# These are tried on sentences as written, at most in half width.
_CONTACT = re.compile(
    r"(?P<email>(?<![\w./@])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})|"
    r"(?:电话|電話|热线|熱線|致电|致電|手机|手機|传真|傳真|\btel(?:ephone)?\b|\bphone\b|"
    r"\bcall\b|whatsapp)\.?\s*:?\s*(?P<phone>\+?\(?\d[\d\s()-]{5,22}\d)|"
    r"(?P<number>(?<!\w)\+\d[\d\s()-]{7,20}\d)|"
    r"(?:微信|wechat)(?:号|號|公众号|公眾號)?\s*:\s*(?P<wechat>[a-z][\w-]{5,19})|"
    r"(?:(?<![文接载載网網])地址|通[讯訊][处處]|\baddress)\s*:\s*"
    r"(?P<address>(?![^。;]{0,60}(?:@|://))[^。;]{4,200})",
    re.IGNORECASE | re.ASCII,
)
_NOTE = r"(?:[注註]明|[标標][明注註]|[写寫]明|[载載]明)"
_LABEL = r"来源|來源|出处|出處"
_NAME = r"(?!https?:)[^\s,，。；;、()（）和并並及]{2,60}"
_CREDIT = re.compile(
    rf"{_NOTE}[^“”\"「」『』]{{0,12}}?(?:(?P<label>{_LABEL})\s*[:：为為于於是]?\s*)?"
    r"[“\"「『](?P<quoted>[^”\"」』]{2,200})[”\"」』]|"
    rf"{_NOTE}\s*(?:文章|稿件)?(?:(?P<before>{_LABEL})\s*[:：为為于於]\s*(?P<named>{_NAME})|"
    rf"(?P<from>[来來转轉]自{_NAME}))|"
    r"[Cc]redit(?:ed)?(?: line)?(?: (?:to|as|is|reads?|must read)){0,2}:? *"
    r"[“\"](?P<english>[^”\"]{2,200})[”\"]|"
    r"(?<![Pp]hoto )(?:[Cc]redit(?:ed)?(?: to)?|[Aa]ttribut(?:ed|ion|e it) to|[Aa]cknowledge):? +"
    r"(?P<name>(?:[Tt]he )?[A-Z][\w&'-]*(?: (?:of |the |and |& )?[A-Z][\w&'-]*){0,5})"
)
_CREDIT_WORD = re.compile(
    rf"{_NOTE}|[附保帶带].{{0,8}}[链鏈連][接結结]|[链鏈連][接結结][至到回]|"
    r"credit|attribut|acknowledg|\blink(?:s|ed|ing)? (?:back|to)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[\w./?=&%#~+-]+|[\w.+-]+@[\w.-]+", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"'“”「」()\[\]（），。；、]{4,1900}")


def read_usage_terms(notice: str) -> dict[str, Proposal]:
    """Return what a notice in Markdown says, by the names of ``UsageTerms``.

    A name is missing where the notice does not speak of it. Contacts keep the
    notice's order, joined by commas.
    """
    found: dict[str, Proposal] = {}
    for sentence in _sentences(notice):
        for name, value in _read_sentence(sentence):
            known = found.get(name)
            if known is None:
                found[name] = Proposal(value, sentence)
            elif name == "contact":
                contacts = dict.fromkeys([*known.value.split(", "), *value.split(", ")])
                joined = ", ".join(contacts)[:_MAX_VALUE]
                found[name] = Proposal(joined, known.passage)
            elif _is_stricter(name, value, known.value):
                found[name] = Proposal(value, sentence)
    return found


def _sentences(notice: str) -> Iterator[str]:
    for part in _SENTENCE_END.split(notice[:_MAX_NOTICE].replace("**", "")):
        sentence = part.strip("#*_> \t\r")[:_MAX_SENTENCE]
        if len(sentence) > 1:
            yield sentence


def _is_stricter(name: str, value: Any, known: Any) -> bool:
    if name == "reuse":
        return Reuse.values.index(value) > Reuse.values.index(known)
    return value is False and known is True


def _read_sentence(sentence: str) -> Iterator[tuple[str, Any]]:
    folded = fold(sentence)
    if reuse := _reuse(folded):
        yield "reuse", str(reuse)
    half_width = unicodedata.normalize("NFKC", sentence)
    if contacts := [
        match[match.lastgroup or 0].strip(" .,，、)")
        for match in _CONTACT.finditer(half_width)
    ]:
        yield "contact", ", ".join(dict.fromkeys(contacts))[:_MAX_VALUE]
    credit = _CREDIT.search(sentence)
    if credit and not _ELSEWHERE.search(folded):
        name = credit[credit.lastgroup or 0].strip()
        label = credit["label"] or credit["before"] or ""
        yield "credit_line", name if label in name else f"{label}：{name}"
    url = _URL.search(sentence)
    if url and _CREDIT_WORD.search(_ADDRESS.sub("", sentence)):
        yield "credit_url", url[0].rstrip(".,:!?")
    for name, pattern in _MENTIONS.items():
        if use := pattern.search(folded):
            allows = _is_allowed(folded, use)
            if allows is not None:
                yield name, allows


def _is_allowed(folded: str, use: re.Match[str]) -> bool | None:
    """Tell whether a sentence allows the use that it names, None if it is not clear."""
    if _EXCEPTS.search(folded):
        return None
    clause = folded[: use.end()] + folded[use.end() :].partition(",")[0]
    if _REFUSES.search(clause):
        return False
    if _PERMITS.search(clause):
        return True
    return False if _REFUSES.search(folded) else None


def _reuse(folded: str) -> Reuse | None:
    """Tell what a sentence says of copying by people, None if nothing."""
    text = _ELSEWHERE.sub(" ", _ADDRESS.sub(" ", folded))
    text, is_without_consent = _FREE_OF_CONSENT.subn(" ", text)
    for pattern in _MENTIONS.values():
        text, is_of_machines = pattern.subn(" ", text)
        if is_of_machines:  # “May not be used to train …” refuses no other use.
            text = re.sub(r"\bus(?:e|ed|ing)\b", " ", text)
    if _NON_COMMERCIAL.search(text):
        return Reuse.NON_COMMERCIAL
    rest, is_commercial = _COMMERCIAL.subn(" ", text)
    if _UNLESS_CREDITED.search(rest):
        return Reuse.WITH_CREDIT
    if _PERMISSION.search(rest):
        return Reuse.PERMISSION
    in_english = _COMMERCIAL_EN.search(text)
    if in_english:
        is_commercial = not _ALSO_COPYING.search(text[: in_english.start()])
    if is_commercial and _RESTRICTED.search(text):
        return Reuse.NON_COMMERCIAL
    if _PERMISSION_EN.search(text):
        return Reuse.PERMISSION
    is_free = (
        is_without_consent or _WITH_CREDIT.search(text) or _WITH_CREDIT_EN.search(text)
    )
    return Reuse.WITH_CREDIT if is_free else None
