"""The Simplified characters that stand for several, and how regions spell these.

Chosen from the entries of OpenCC's STCharacters with several answers (Apache-2.0), by
what Hong Kong's papers print: characters that OpenCC gets right within words as they are
stand in no row.
"""

from __future__ import annotations

# A character, then what it may become, the likeliest first, spelled as OpenCC's standard.
# These differ in meaning: what one region's text teaches holds for the other.
_BY_MEANING = """
后後后 了了瞭 发發髮 表表錶 制制製 面面麵 只只隻 并並併 回回迴 别別彆 获獲穫 历歷曆 复復複覆
里裏里 准準准 须須鬚 致致緻 冲衝沖 念念唸 采採采 升升昇 干幹乾干 范範范 余餘余 签簽籤 胡胡鬍 困困睏 愈愈癒
苏蘇甦 借借藉 松鬆松 斗鬥斗 板板闆 云雲云 征徵征 赞讚贊 蒙蒙矇濛 舍捨舍 卷卷捲 欲欲慾 折折摺 郁鬱郁 彩彩綵
扎扎紮 荡蕩盪 仿仿彷 丑醜丑 弥彌瀰 链鏈鍊 谷谷穀 脏臟髒 岳岳嶽 累累纍 曲曲麴 佣佣傭 岩岩巖 丰豐丰 钟鐘鍾
咸咸鹹 御御禦 姜姜薑 术術朮 几幾几 朴樸朴 辟闢辟 药藥葯 涂塗涂 幸幸倖 杰傑杰 梁梁樑 漓漓灕 熏熏燻 仆僕仆
吊吊弔 于於于 家家傢 当當噹 私私俬 出出齣 台臺檯颱 划劃畫划 志志誌 搜搜蒐 克克剋 具具俱 佛佛彿
奸奸姦 虫蟲虫 饥飢饑 沈沈瀋 喂喂餵 咽咽嚥 沾沾霑 才才纔 核核覈 霉霉黴 弦弦絃 腊臘腊 恶惡噁 症症癥 参參蔘
万萬万 合合閤 广廣广 宁寧甯 栗栗慄 蔑蔑衊 僵僵殭 尝嘗嚐 据據据 种種种 游遊游 杆桿杆 涌湧涌
"""
# These are habits: each region's own text teaches them, and it alone.
_BY_HABIT = """
周周週 布布佈 占佔占 咨諮咨 尽盡儘 注注註 恒恆恒 汇匯彙 泄洩泄 厘釐厘 炼煉鍊 叹嘆歎
毁毀譭燬 迹跡蹟 局局侷 席席蓆 巨巨鉅 雕雕鵰 凶兇凶 泛泛氾 径徑逕 雇僱雇 杯杯盃 抵抵牴
修修脩
"""
# Other spellings of the characters above, by OpenCC's standard.
_STANDARD = str.maketrans("裡台枱箇衹襬", "裏臺檯個只擺")

BY_MEANING = {row[0]: row[1:] for row in _BY_MEANING.split()}
BY_HABIT = {row[0]: row[1:] for row in _BY_HABIT.split()}


def in_standard_spelling(traditional: str) -> str:
    """Spell a Traditional text's ambiguous characters as the tables above do."""
    return traditional.translate(_STANDARD)
