"""Mark the regional words among the starter terms, and add rows of the house style.

Nothing of an editor's changes: a row that is stored stays as it is, and so does a term
that differs from the starter list of 0.5.0. What 0.5.0 translated is translated still.
"""

from django.db import migrations, models
from django.db.models import F

# Simplified and Taiwan's form of the regional words in the starter list of 0.5.0.
REGIONAL = """
    期权合约/選擇權合約 期权交易/選擇權交易 期权市场/選擇權市場 股票期权/股票選擇權
    看涨期权/看漲選擇權 看跌期权/看跌選擇權 单边期权/單邊選擇權 数字货币/數位貨幣
    数字人民币/數位人民幣 数字资产/數位資產 首次公开募股/首次公開募股
    房地产投资信托基金/不動產投資信託基金 国债收益率/公債殖利率
    美债收益率/美債殖利率 债券收益率/債券殖利率 收益率曲线/殖利率曲線
    美国国债/美國公債 美国国债收益率/美國公債殖利率 货币互换/貨幣交換
    信用违约互换/信用違約交換 存款准备金率/存款準備率 消费者物价指数/消費者物價指數
    生产者物价指数/生產者物價指數 采购经理人指数/採購經理人指數
    国内生产总值/國內生產毛額 做空/放空 通胀/通膨 人工智能/人工智慧 软件/軟體
    硬件/硬體 芯片/晶片 存储芯片/記憶體晶片 服务器/伺服器 互联网/網際網路
    互联网络/互聯網路 网络/網路 云计算/雲端運算 数据中心/資料中心 信息技术/資訊科技
    数字化/數位化 数字经济/數位經濟 移动支付/行動支付 算法交易/演算法交易
    算法驱动/演算法驅動 算法模型/演算法模型 算法资金/演算法資金 激光/雷射 塑料/塑膠
    集装箱/貨櫃 多晶硅/多晶矽 单晶硅/單晶矽 科技板块/科技類股 金融板块/金融類股
    通信服务/通訊服務 初请失业金/初領失業金 通信服务器/通訊伺服器
    信息技术板块/資訊科技類股 概率/機率 博客/部落格 存储/儲存 万亿美元/兆美元
    万亿元/兆元 激光伏/激光伏 博客户/博客戶 做空间/做空間 做空调/做空調
    做空调查/放空調查 做空调整/放空調整 放空间/放空間 放空调/放空調 放空气/放空氣
    放空域/放空域 放空自己/放空自己 存储备/存儲備 存储备份/儲存備份 机率先/機率先
    机率领/機率領 部落格局/部落格局
"""
# Simplified and Hong Kong's form of terms with a week, whose 週 Hong Kong prints as 周.
WEEKS = """
    0周/0週 1周/1週 2周/2週 3周/3週 4周/4週 5周/5週 6周/6週 7周/7週 8周/8週 9周/9週
    九周/九週 连续四周/連續四週 第四周/第四週 最近四周/最近四週 过去四周/過去四週
    首周/首週 多周/多週 全周/全週 周度/週度 周内/週內 周环比/週環比
"""
# What OpenCC gives in Hong Kong, and what the papers print.
ON = """
    揾/搵 嫺/嫻 侷/局 豔/艷 燬/毀 譭/毀 絃/弦 鬨/哄 孃/娘 歎/嘆 巖/岩 譁/嘩
    衚衕/胡同 週/周 周刊/週刊 公佈/公布 宣佈/宣布 發佈/發布 頒佈/頒布 瞭解/了解
    一目瞭然/一目了然 迴歸/回歸 回歸分析/迴歸分析 迴流/回流 迴音/回音 迴應/回應
    儘快/盡快 儘量/盡量 儘早/盡早 儘可能/盡可能 剋制/克制 矇蔽/蒙蔽 矇騙/蒙騙
    矇混/蒙混 揹負/背負 彙報/匯報 彙集/匯集 簽註/簽注 鉅額/巨額 鉅款/巨款 鉅變/巨變
    鉅債/巨債 入夥/入伙 夥計/伙計 夥記/伙記 小夥子/小伙子 發泄/發洩 宣泄/宣洩
    泄憤/洩憤 釐米/厘米 藉助/借助 摺合/折合 衝散/沖散 衝廁/沖廁 蒐購/搜購 蒐羅/搜羅
    蒐證/搜證 誌喜/志喜 方誌/方志 枴杖/拐杖 療愈/療癒 傷愈/傷癒 彩排/綵排 佔士/占士
    應占/應佔 喂飼/餵飼 贊好/讚好 係數/系數
"""
OFF = """
    綫/線 泄/洩 店鋪/店舖 夥伴/伙伴 註定/注定 蒐集/搜集 佈局/布局
    分佈/分布 牴觸/抵觸 粽/糭 痴/癡
"""


def pairs(text):
    return [tuple(pair.split("/")) for pair in text.split()]


def mark_regional_words(apps, schema_editor):
    Term = apps.get_model("articles", "Term")
    terms = Term.objects.using(schema_editor.connection.alias)
    terms = terms.filter(category=None, article=None)
    taiwan = dict(pairs(REGIONAL))
    found = [
        t
        for t in terms.filter(simplified__in=taiwan)
        if t.taiwan == taiwan[t.simplified]
    ]
    terms.filter(pk__in=[term.pk for term in found]).update(is_regional=True)
    for simplified, hong_kong in pairs(WEEKS):
        weeks = terms.filter(
            simplified=simplified, taiwan=hong_kong, hong_kong=hong_kong
        )
        weeks.update(hong_kong=hong_kong.replace("週", "周"))


def add_style_rules(apps, schema_editor):
    StyleRule = apps.get_model("articles", "StyleRule")
    rules = StyleRule.objects.using(schema_editor.connection.alias)
    stored = list(rules.all())
    if not stored:
        return  # Without any row the project's own rows count.
    chosen = {row.printed for row in stored if row.is_on}
    rules.bulk_create(
        [
            StyleRule(
                language=language,
                converted=converted,
                printed=printed,
                # An editor's row that prints this form is not undone by ours.
                is_on=is_on and converted not in chosen,
            )
            for language, text, is_on in (
                ("zh-Hant-TW", "應占/應佔", True),
                ("zh-Hant-HK", ON, True),
                ("zh-Hant-HK", OFF, False),
            )
            for converted, printed in pairs(text)
        ],
        ignore_conflicts=True,  # A row that is stored stays.
    )


def convert_anew(apps, schema_editor):
    SiteSettings = apps.get_model("articles", "SiteSettings")
    sites = SiteSettings.objects.using(schema_editor.connection.alias)
    sites.update(conversion_version=F("conversion_version") + 1)


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_learned_weights")]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="has_regional_words",
            field=models.BooleanField(
                default=True,
                help_text="Readers in Taiwan read 軟體 for 软件, 資訊 for 信息 and so on: every term that is marked as a regional word. Off: none of them; names and characters alone change.",
                verbose_name="translate regional words",
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="is_regional",
            field=models.BooleanField(
                default=False,
                help_text="A word that regions say differently (软件, 軟體), or a guard of one. It counts while the site translates regional words.",
                verbose_name="regional word",
            ),
        ),
        migrations.RunPython(mark_regional_words, migrations.RunPython.noop),
        migrations.RunPython(add_style_rules, migrations.RunPython.noop),
        migrations.RunPython(convert_anew, migrations.RunPython.noop),
    ]
