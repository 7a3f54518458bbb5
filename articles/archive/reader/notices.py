"""Tell a notice about a text from the text: what republishing, risk and copyright notices
say of it, and no news does."""

from __future__ import annotations

import re
from functools import lru_cache

from articles.variants.engine import fold

# Each is one thing that a notice says, in folded text (Simplified, lower case, half
# width). A single word such as 风险 or copyright is everyday news.
_PHRASES = tuple(
    re.compile(pattern)
    for pattern in (
        # What others may do with the text.
        r"(?:欢迎|请勿|禁止|谢绝|严禁|不得|不准|拒绝|如需|若需|需要|商业性?|媒体|全文)(?:擅自|随意|任意)?转(?:载|发|贴)"
        r"|转(?:载|发|贴)(?:时|本文|文章|内容|请|须|需|务必|必须|自|授权|声明|合作|引用)"
        r"|(?:未经|未获)[^。；\n]{0,24}(?:转载|复制|使用|摘编|刊载|引用)"
        r"|(?:may|must|can) not be (?:\w+,? ){0,6}?(?:republished|reprinted|reproduced|"
        r"redistributed|copied|published|broadcast)|(?:do not|no) (?:\w+ )?(?:republi|reprint|"
        r"reproduc|redistribut)|republish\w* (?:is|for free|this|our|with)|reproduction "
        r"(?:in whole|is|without|prohibited)|(?:re)?distribution (?:is )?prohibited",
        # That the source must be named.
        r"(?:注明|标明|标注|保留|写明)[^。；\n]{0,8}(?:来源|出处|作者|链接|转自)"
        r"|(?:credit|attribut\w+|link) (?:\w+ ){0,4}(?:to|the) (?:\w+ ){0,3}(?:source|original|author)",
        # Whose it is.
        r"版权(?:为|均为|归|均归|所有|属|声明)|著作权(?:归|属)|保留(?:所有|一切|全部|最终)\w{0,4}权"
        r"|版权[^。；\n]{0,16}所有|all rights reserved"
        r"|copyright (?:\(c\)|©|notice|by |\d{4})|(?:\(c\)|©) ?(?:copyright )?\d{4}",
        # Whom to ask.
        r"(?:未经|须经|需经|获得|取得|征得|事先)[^。；\n]{0,12}(?:许可|授权|同意)"
        r"|without (?:the )?(?:\w+ ){0,4}(?:permission|consent|authori[sz]ation)",
        # What it is good for.
        r"(?:仅|只)(?:供|作)(?:为)?[^。；\n]{0,8}(?:参考|交流|学习|阅读)|供[^。；\n]{0,4}参考(?:之用|使用)"
        r"|for (?:general |your )?(?:information\w*|reference|educational)(?: \w+){0,4}? "
        r"(?:purposes?|only)|informational purposes",
        # What it is not.
        r"不(?:应|能|得|可)?(?:被)?(?:构成|作为|视为|视作|是)[^。；\n]{0,24}(?:建议|依据|意见|要约|邀请|推荐|承诺)"
        r"|(?:not|nor) (?:\w+,? ){0,8}?(?:investment|financial|trading|legal|professional) "
        r"(?:advice|recommendation)|(?:not|nor) (?:\w+,? ){0,6}?(?:solicitation|offer to)",
        # Whose opinion it is.
        r"不代表[^。；\n]{0,16}(?:立场|观点|意见|看法)|(?:仅|只)?代表[^。；\n]{0,8}(?:个人|作者|原作者)[^。；\n]{0,6}(?:观点|立场|意见)"
        r"|(?:观点|立场|意见)[^。；\n]{0,8}无关"
        r"|not (?:necessarily )?(?:\w+ )?(?:reflect|represent)\w* (?:the )?(?:\w+ ){0,3}"
        r"(?:views?|opinions?|positions?)",
        # Who bears the risk.
        r"(?:据此|依此|按此)[^。；\n]{0,6}(?:操作|投资|买卖|入市|交易|作出)"
        r"|(?:风险|责任|后果|盈亏|损失)(?:由[^。；\n]{0,10})?(?:自负|自担|自行承担)"
        r"|at your own risk|past performance (?:is|does) no",
        # Who is not liable.
        r"不(?:承担|负)[^。；\n]{0,12}(?:责任|赔偿)|免责(?:声明|条款|提示)|概不负责"
        r"|(?:not|no|nor) (?:\w+,? ){0,6}?(?:liable|responsib\w+|liability)|disclaimer",
        # Who feels wronged.
        r"(?:侵权|侵犯|异议|不宜)[^\n]{0,24}(?:联系|联络|告知|删除|更正)",
    )
)
# Much quicker than the patterns: without one of these no phrase is there.
_HINTS = (
    *(
        "转载",
        "轉載",
        "转发",
        "轉發",
        "转贴",
        "轉貼",
        "版权",
        "版權",
        "著作权",
        "著作權",
    ),
    *("免责", "免責", "参考", "參考", "参照", "建议", "建議", "立场", "立場", "观点"),
    *("觀點", "自负", "自負", "责任", "責任", "风险", "風險", "授权", "授權", "侵权"),
    *(
        "侵權",
        "许可",
        "許可",
        "同意",
        "据此",
        "據此",
        "保留",
        "摘编",
        "摘編",
        "未经",
        "未經",
    ),
    *("注明", "註明", "标明", "標明", "概不", "联系", "聯絡", "聯繫", "交流", "依据"),
    *(
        "republish",
        "reprint",
        "reproduc",
        "copyright",
        "©",
        "(c)",
        "rights",
        "disclaim",
    ),
    *("advice", "recommendation", "informational", "information", "reference", "risk"),
    *("liab", "permission", "consent", "opinion", "views", "copied", "distribut"),
    *(
        "attribut",
        "credit",
        "past performance",
        "broadcast",
        "responsib",
        "solicitation",
    ),
)


def is_notice(text: str) -> bool:
    """Tell whether a text says what only a notice says about a text."""
    return bool(notice_phrases(text))


@lru_cache(256)
def notice_phrases(text: str) -> frozenset[int]:
    """Return which of the things that notices say the text says, as numbers."""
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS):
        return frozenset()
    folded = fold(text)
    return frozenset(
        number for number, phrase in enumerate(_PHRASES) if phrase.search(folded)
    )
