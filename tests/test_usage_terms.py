"""What is read out of notices, sentence by sentence, in both scripts and in English."""

from __future__ import annotations

from typing import Any

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.choices import Reuse
from articles.usage_terms import TERM_NAMES, read_usage_terms

CREDIT, TRADE, ASK = Reuse.WITH_CREDIT, Reuse.NON_COMMERCIAL, Reuse.PERMISSION

# A notice, and all that is to be read out of it.
NOTICES: list[tuple[str, dict[str, Any]]] = [
    # Free with credit
    ("欢迎转载，转载请注明出处。", {"reuse": CREDIT}),
    (
        "转载请注明“来源：海岳财经”。",
        {"reuse": CREDIT, "credit_line": "来源：海岳财经"},
    ),
    (
        "1. 欢迎转载，转载时请标明来源为海岳财经。商业性转载需事先获得授权，请发邮件至：media@haiyue.example。",
        {
            "reuse": TRADE,
            "credit_line": "来源：海岳财经",
            "contact": "media@haiyue.example",
        },
    ),
    (
        "歡迎轉載，請註明來源為「港灣通訊」。",
        {"reuse": CREDIT, "credit_line": "來源：港灣通訊"},
    ),
    (
        "引用本文須註明轉自港灣通訊，並附原文連結。",
        {"reuse": CREDIT, "credit_line": "轉自港灣通訊"},
    ),
    ("未註明出處者，請勿轉載。", {"reuse": CREDIT}),
    ("本站文章无需授权即可转载，但须保留本声明。", {"reuse": CREDIT}),
    (
        "转载请注明出处：https://haiyue.example/a?id=1。",
        {"reuse": CREDIT, "credit_url": "https://haiyue.example/a?id=1"},
    ),
    (
        "You may republish this article free of charge with credit to Meridian Wire.",
        {"reuse": CREDIT, "credit_line": "Meridian Wire"},
    ),
    (
        "Reproduction is permitted provided the source is acknowledged and linked to https://meridian.example/.",
        {"reuse": CREDIT, "credit_url": "https://meridian.example/"},
    ),
    (
        "Please credit “Meridian Wire, London” and link back.",
        {"reuse": CREDIT, "credit_line": "Meridian Wire, London"},
    ),
    ("May not be reproduced without attribution.", {"reuse": CREDIT}),
    ("No permission is required to quote this text.", {"reuse": CREDIT}),
    ("This work is licensed under CC BY 4.0.", {"reuse": CREDIT}),
    (
        "Republication requires attribution and a link to the original.",
        {"reuse": CREDIT},
    ),
    ("本作品采用知识共享署名4.0国际许可协议。", {"reuse": CREDIT}),
    # No commercial use without permission
    ("商业性转载需事先获得授权。", {"reuse": TRADE}),
    ("不得用于商业用途。", {"reuse": TRADE}),
    ("转载请注明出处，不得用于任何商业目的。", {"reuse": TRADE}),
    ("非商业转载请注明出处，商业转载请联系作者获得授权。", {"reuse": TRADE}),
    ("未经许可，任何商业网站不得转载。", {"reuse": TRADE}),
    (
        "如作商業用途，請先來信 media@gangwan.example 取得授權。",
        {"reuse": TRADE, "contact": "media@gangwan.example"},
    ),
    ("本文僅供個人閱讀。", {"reuse": TRADE}),
    ("未經本社同意，不得以營利為目的轉載本文。", {"reuse": TRADE}),
    ("Commercial reproduction requires prior permission.", {"reuse": TRADE}),
    ("Not for commercial use.", {"reuse": TRADE}),
    ("For personal, non-commercial use only.", {"reuse": TRADE}),
    ("No commercial use without permission.", {"reuse": TRADE}),
    ("Licensed under CC BY-NC 4.0.", {"reuse": TRADE}),
    ("For commercial use write to us first.", {"reuse": TRADE}),
    ("本作品采用知识共享署名-非商业性使用4.0国际许可协议。", {"reuse": TRADE}),
    # Permission needed
    ("未经授权不得转载。", {"reuse": ASK}),
    (
        "未经本网书面许可，任何单位及个人不得转载、摘编或以其他方式使用。",
        {"reuse": ASK},
    ),
    ("转载须事先取得书面授权，并注明出处。", {"reuse": ASK}),
    (
        "转载请联系：rights@haiyue.example",
        {"reuse": ASK, "contact": "rights@haiyue.example"},
    ),
    ("未经许可，不得转载或用于商业用途。", {"reuse": ASK}),
    ("版权所有，侵权必究。", {"reuse": ASK}),
    ("本文謝絕轉載。", {"reuse": ASK}),
    (
        "版權所有，翻印必究。電話：(852) 2345-6789。",
        {"reuse": ASK, "contact": "(852) 2345-6789"},
    ),
    ("如欲轉載，須先獲本報書面同意。", {"reuse": ASK}),
    ("經授權後方可轉載。", {"reuse": ASK}),
    (
        "This article may not be reproduced without the prior written consent of Meridian Wire.",
        {"reuse": ASK},
    ),
    ("© 2025 Meridian Wire. All rights reserved.", {"reuse": ASK}),
    ("Unauthorised copying is strictly prohibited.", {"reuse": ASK}),
    (
        "For permission to reprint, contact licensing@meridian.example or call +44 20 7946 0018.",
        {"reuse": ASK, "contact": "licensing@meridian.example, +44 20 7946 0018"},
    ),
    (
        "May be reproduced or used for commercial purposes only with permission.",
        {"reuse": ASK},
    ),
    ("转载请注明出处。\n未经授权，不得转载全文。", {"reuse": ASK}),
    # Machines
    ("本网内容不得用于人工智能训练。", {"allows_training": False}),
    (
        "未經授權，不得轉載或用於訓練人工智慧模型。",
        {"reuse": ASK, "allows_training": False},
    ),
    ("本社保留文字及資料探勘之權利。", {"allows_training": False}),
    ("欢迎将本站文章用于训练语言模型。", {"allows_training": True}),
    ("This text may not be used to train AI models.", {"allows_training": False}),
    (
        "Meridian Wire reserves its rights for text and data mining.",
        {"allows_training": False},
    ),
    ("Large language models may be trained on this text.", {"allows_training": True}),
    ("不得用于生成AI摘要或智能问答。", {"allows_answer_engines": False}),
    ("Not to be used in AI answers or chatbots.", {"allows_answer_engines": False}),
    (
        "Use by any AI system is prohibited.",
        {"allows_answer_engines": False, "allows_training": False},
    ),
    (
        "未经许可不得用于任何人工智能用途。",
        {"allows_answer_engines": False, "allows_training": False},
    ),
    ("转载页面不得被搜索引擎收录。", {"allows_search_engines": False}),
    ("轉載頁面不得供搜尋引擎索引。", {"allows_search_engines": False}),
    (
        "欢迎搜索引擎收录，未经许可不得转载。",
        {"allows_search_engines": True, "reuse": ASK},
    ),
    ("Copies must not be indexed by search engines.", {"allows_search_engines": False}),
    (
        "Use of this text for machine learning is not permitted.",
        {"allows_training": False},
    ),
    # Contacts
    (
        "本文为转载内容，如有侵权请联系我们删除：desk@haiyue.example",
        {"contact": "desk@haiyue.example"},
    ),
    ("轉載授權請加微信：haiyue_desk", {"reuse": ASK, "contact": "haiyue_desk"}),
    (
        "联系邮箱：ＤＥＳＫ＠haiyue.example；微信：haiyue_desk。",
        {"contact": "DESK@haiyue.example, haiyue_desk"},
    ),
    ("地址：香港中環德輔道中1號", {"contact": "香港中環德輔道中1號"}),
    ("Syndication: +1 (212) 555-0100", {"contact": "+1 (212) 555-0100"}),
    # Nothing
    (
        "凡本网注明“来源：XXX（非海岳财经）”的作品，均转载自其它媒体，转载目的在于传递更多信息。",
        {},
    ),
    ("Do not use these quotes for trading.", {}),
    ("Distribution of dividends is not permitted.", {}),
    ("本文仅供参考，不构成投资建议，据此操作，风险自负。", {}),
    ("本文不代表本站立场，过往业绩不可复制。", {}),
    ("版权所有：丙通讯社 2025", {}),
    ("公司的商业模式主要依靠授权，非营利组织不在其列。", {}),
    ("本文轉載自網絡，版權歸原作者所有。", {}),
    ("原文地址：https://haiyue.example/1", {}),
    ("The company may not be the powerhouse it once was.", {}),
    ("Nothing here is investment advice.", {}),
    ("", {}),
]


def values(notice: str) -> dict[str, Any]:
    return {name: found.value for name, found in read_usage_terms(notice).items()}


class NoticeTests(SimpleTestCase):
    def test_each_notice_says_this_and_no_more(self) -> None:
        for notice, terms in NOTICES:
            with self.subTest(notice):
                self.assertEqual(values(notice), terms)

    def test_a_proposal_names_the_sentence_it_was_read_from(self) -> None:
        notice = "1. 仅供参考。\n\n2. **未经授权，不得转载。**"
        found = read_usage_terms(notice)
        self.assertEqual(found["reuse"].passage, "2. 未经授权，不得转载。")

    def test_the_strictest_sentence_counts_whatever_their_order(self) -> None:
        free, trade, ask = "欢迎转载。", "不得用于商业用途。", "未经授权不得转载。"
        self.assertEqual(values(free + trade)["reuse"], TRADE)
        self.assertEqual(values(trade + free)["reuse"], TRADE)
        self.assertEqual(values(ask + free + trade)["reuse"], ASK)

    def test_a_notice_of_300_kilobytes_is_read_at_once(self) -> None:
        for notice in ("未经授权" * 30_000, "转" * 300_000, "may not " * 40_000):
            self.assertLessEqual({*values(notice)}, {"reuse"})

    @given(
        st.text(alphabet="转載须經授权不得用于商业，。;@.“”:/a1 \n训练AI模型credit ")
        | st.text()
    )
    def test_any_text_is_read_and_what_is_found_fits_its_field(self, text: str) -> None:
        for name, proposal in read_usage_terms(text).items():
            self.assertIn(name, TERM_NAMES)
            self.assertTrue(proposal.passage)
            if isinstance(proposal.value, str):
                limit = 2000 if name == "credit_url" else 500
                self.assertTrue(0 < len(proposal.value) <= limit)
