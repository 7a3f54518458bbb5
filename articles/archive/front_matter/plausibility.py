"""Measure how much a text looks like Chinese that people write.

GB18030 and Big5 both decode nearly any bytes into *some* characters. Only one of them
gives characters that newspapers use; for other bytes (Latin-1, Korean, a damaged UTF-8)
neither does.
"""

from __future__ import annotations

import re
from functools import cache

from articles.variants.engine import converter

# About half a thousand characters make up some four fifths of all running text.
_COMMONEST = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
    "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心"
    "本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由"
    "问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世"
    "位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四"
    "神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便"
    "空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边"
    "死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔风流步易势预低增跌涨股投银行币"
    "经济融证券债息率价指美联储欧元英镑日黄金油期货汇基降升幅财富企业收益亿百分点季企营销售消费"
    "据显示称认预计分析师周三四五六日央通胀膨货政策压支持续继近创纪录低点亚太区港元泰印越韩朝俄乌"
    "布伦特伊朗沙特欧佩克减产库存原油天然气煤铁矿石铜铝粮食大豆玉米小麦农网络技术芯片半导体智能人工"
    "数字新能源汽车电池光伏风疫苗医药健康房地产楼市租赁住宅城土贷款利存准备监管委会议主席总统部长官"
    "员首相选举党派众参院法案税关贸易谈判协定制裁冲突停火袭击军事防核武器导弹伤亡警察调查案件诉讼法院"
    "公司董事执行裁员重组并购收购上交所深沪创业板科板块指数涨停跌停成交额换手率市值亏损净利润同比环比"
    "增长下滑超预期低于高于约逾近半年度月初底前后目前今昨明晨早晚午夜间小时钟秒快讯消息报道记者编辑"
    "来源图片视频链接文章标题摘要内容作者转载请注明仅供参考不构成建议风险自负"
)
_PUNCTUATION = "，。、：；？！「」『』“”‘’（）《》—…·％－～／＋　〈〉【】"


@cache
def _commonest() -> frozenset[str]:
    both = _COMMONEST + "".join(converter("s2t").convert(c) for c in _COMMONEST)
    return frozenset(both + _PUNCTUATION)


def _is_everyday(char: str) -> bool:
    """Tell whether it is in the level for daily use of either standard."""
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            if first <= char.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _weight(char: str) -> float:
    if char in _commonest() or "\uff10" <= char <= "\uff5a":
        return 1.0
    if "\u4e00" <= char <= "\u9fff":
        return 0.5 if _is_everyday(char) else -0.5
    return 0.0 if char in "°±×÷·€£¥§©®－‧•" else -1.0


# An accented letter and the one behind it, read as one Chinese character: touchée.
_LONE = re.compile(
    "(?<=[A-Za-z])[^\x00-\x7f](?=[\x00-\x7f]|$)|(?<![^\x00-\x7f])[^\x00-\x7f](?=[A-Za-z])"
)


def plausibility(text: str) -> float:
    """Return the mean over non-ASCII characters, from -1 to 1; newspapers reach 0.8."""
    weights = [_weight(char) for char in text if char > "\x7f"]
    if not weights:
        return 0.0
    return (sum(weights) - 1.5 * len(_LONE.findall(text))) / len(weights)
