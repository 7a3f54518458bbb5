"""One word for one act: the desk's words, as its catalogues have them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase
from django.utils.translation import gettext, override, pgettext

# English, Simplified, Traditional.
WORDS = """
Desk | 编辑台 | 編輯台
Draft | 草稿 | 草稿
Hand in | 送审 | 送審
In review | 待审 | 待審
Take back | 撤回送审 | 撤回送審
Return | 退回修改 | 退回修改
Approve | 签发 | 核准
Approved | 已签发 | 已核准
Publish | 发布 | 發布
Published | 已发布 | 已發布
Schedule | 定时发布 | 排程發布
Scheduled | 已定时 | 已排程
Publish now | 立即发布 | 立即發布
Update | 更新 | 更新
Save | 保存 | 儲存
Embargoed | 禁发期内 | 禁發期內
Embargoed until | 解禁时间 | 解禁時間
Expires | 到期下线 | 到期下架
Withdraw | 下线 | 下架
Withdrawn | 已下线 | 已下架
Killed | 已撤稿 | 已撤稿
Spike | 弃用 | 棄用
Spiked | 已弃用 | 已棄用
Legal hold | 法务暂缓 | 法務暫緩
Pin | 置顶 | 置頂
Breaking | 突发 | 快訊
Lead | 导语 | 導言
Readers' reports | 读者纠错 | 讀者指正
Sign out | 退出登录 | 登出
Beijing time | 北京时间 | 北京時間
Taipei time | 台北时间 | 台北時間
Hong Kong time | 香港时间 | 香港時間
"""
# Wrong once: characters that no script of ours has there, and words of programs.
MISTAKES = {"zh_Hans": ("注销", "字体"), "zh_Hant": ("併發布", "註銷", "字型", "字體")}


class WordTests(SimpleTestCase):
    def test_the_desk_uses_the_words_of_its_table(self) -> None:
        for line in WORDS.strip().splitlines():
            english, simplified, traditional = line.split(" | ")
            for language, word in (("zh-hans", simplified), ("zh-hant", traditional)):
                with self.subTest(english), override(language):
                    # Some verbs have another meaning beside it, and a context.
                    verb = pgettext("a verb", english)
                    told = gettext(english) if verb == english else verb
                    self.assertEqual(told, word)

    def test_mistakes_of_former_catalogues_do_not_come_back(self) -> None:
        for locale, mistakes in MISTAKES.items():
            folder = Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES"
            lines = (folder / "django.po").read_text(encoding="utf-8").splitlines()
            said = "\n".join(line for line in lines if not line.startswith("#"))
            for mistake in mistakes:
                self.assertNotIn(mistake, said, locale)

    def test_nothing_is_left_untranslated(self) -> None:
        for locale in MISTAKES:
            folder = Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES"
            text = (folder / "django.po").read_text(encoding="utf-8")
            self.assertNotIn("#, fuzzy", text.partition("\n\n")[2], locale)
            empty = [
                entry
                for entry in text.split("\n\n")[1:]
                if entry.rstrip().endswith('msgstr ""')
            ]
            self.assertEqual(empty, [], locale)
