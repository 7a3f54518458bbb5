"""Tell a Traditional text of Hong Kong from one of Taiwan by its words and characters.

Chosen from counts over 33 million characters of Hong Kong's news and over Taiwan's own
text with a free licence (the help of LibreOffice), and from what the papers of both call
the same thing: 加息 and 升息, 軟件 and 軟體. What one region alone writes weighs 3, what
it writes more often than the other weighs 1. A quotation may repeat a word of the other
region, so each counts once.
"""

from __future__ import annotations

from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.choices import Language

# Written Cantonese. No other text has these, in either script.
CANTONESE = frozenset(
    "嘅啲喺咗哋嚟嗰嘢冇喎㗎攞畀瞓嗌啱搵揾餸劏冚嬲慳攰揸嘥佢諗咩嚿乜咁唔睇"
)
_HONG_KONG = """
邨 埗 滙 衞 綫 枱 舖 羣 説 着 裏 呎
報道 今次 今屆 來屆 較早前 較早時 故此 毋須 有見及此 若果 經已 現時 聯同 申領 錄得
本港 港府 特首 律政司 大律師 裁判官 區議會 泛民 檢控 還押 判囚 署方 局方 公帑
質素 軟件 硬件 智能手機 人工智能 互聯網 短訊 機械人 手提電腦 遙距 視像
的士 電單車 泊車 私家車 行人路 港鐵 食肆 雪櫃 三文治 朱古力 外傭 家傭
公屋 居屋 屋苑 樓市 樓價 樓盤 按揭
聯儲局 行政總裁 通脹 加息 減息 按年 按月 按季 按周 孖展 沽空 沽售 利好 利淡 造好
市盈率 派息 孳息 溢利 復牌 美匯 拆息 息口 債息 標指 杜指 期油 安士 英倫銀行
跌穿 升穿 高見 低見 收報 急升 急跌 早段
特朗普 英偉達 普京 澤連斯基 馬克龍 奧巴馬 文翠珊
意大利 悉尼 荷里活 新西蘭 老撾 尼日利亞 厄瓜多爾
"""
_MORE_IN_HONG_KONG = """
逾 惟 涉 亦 沽 厘 賬
是次 又指 有否 會否 應否 可否 並無 未有 港人 警員 長者 傳媒 網民 數碼 電郵 小巴 巴士
評級 集資 升幅 收市 開市 大市 周一 周二 周三 周四 周五 周六 周日 上周 下周 本周 上月 下月
信息 智能 網絡 物業 計劃 份子 發展商 當局 萬億 跟進 內地 港元 市民 法例 拘捕 早前 今早
聞言 首個 甚麼 增長 網上 僱員 僱主 停牌 盈利 道指 納指 聯儲 港交所 電訊 芯片 雲計算 其後
披露 招聘 短片 公眾 股份 要約 票據 香港
"""
_TAIWAN = """
聯準會 執行長 財務長 營運長 通膨 評等 升息 降息 殖利率 本益比 兆元 年增率 季增率 月增率
漲停 跌停 權值股 三大法人 自營商 利空 回檔 法說會 財測 台股 道瓊 那斯達克 配息 募資
房貸 房仲 建案 預售屋 川普 輝達 普丁 澤倫斯基 馬克宏 歐巴馬 柯林頓 祖克柏
義大利 好萊塢 紐西蘭 寮國 奈及利亞 克羅埃西亞 沙烏地
網路 軟體 硬體 網際網路 人工智慧 智慧型 智慧手機 伺服器 記憶體 解析度 程式碼 滑鼠 列印
演算法 介面 雲端運算 筆電 行動電話 行動裝置 品質 行銷 通路商 部落格 按讚
計程車 捷運 公車 腳踏車 便當 冰箱 三明治 巧克力 宅配 超商 檢警 地檢署 偵辦 酒駕 健保
快篩 計畫 預估
"""
_MORE_IN_TAIWAN = """
裡 臺
透過 藉由 資訊 數位 簡訊 視訊 遠距 報導 晶片 連結 螢幕 影片 檔案 預設 儲存 檢視 設定 線上
收盤 開盤 漲幅 大漲 重挫 營收 成長 創下 震盪 多頭 空頭 放空 美金 新台幣 獲利 公債 電信
目前 民眾 業者 廠商 網友 員警 雇主 臉書 身分 專案 什麼 智慧 包含 進而 因應 揭露 機器人
上週 下週 本週 週末 週一 週二 週三 週四 週五 週六 週日 台灣 台北
"""
# Longer words that hold one of the above and are written in both regions.
_NEITHER = """
的士兵 的士氣 的士官 前所未有 按年齡 按年度 按月份 有否決 有否認 會否決 會否認
可否認 可否決 應否決 從業者 動員警 小巴黎
"""
_ALONE, _MORE = 3, 1


def region_of(text: str) -> Language | None:
    """Name the region that a Traditional text shows; None where nothing tells."""
    words, search = _telling_words()
    found = {index for index, _s, _e in search.find_matches_as_indexes(text)}
    weight = sum(words[index] for index in found)
    if not weight:
        return None
    return Language.HONG_KONG if weight > 0 else Language.TAIWAN


@cache
def _telling_words() -> tuple[list[int], AhoCorasick]:
    """Return the weight of each word, below nought for Taiwan's, and a search for all."""
    weights = dict.fromkeys(CANTONESE, _ALONE)
    for words, weight in (
        (_HONG_KONG, _ALONE),
        (_MORE_IN_HONG_KONG, _MORE),
        (_TAIWAN, -_ALONE),
        (_MORE_IN_TAIWAN, -_MORE),
        (_NEITHER, 0),
    ):
        weights |= dict.fromkeys(words.split(), weight)
    return list(weights.values()), AhoCorasick(weights, MatchKind.LeftmostLongest)
