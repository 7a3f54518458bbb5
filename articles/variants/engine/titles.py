"""List the titles and other words that tell a person's name behind them."""

from __future__ import annotations

_TITLES = """
董事长 总裁 经理 创始人 创办人 联创 记者 分析师 分析员 教授 主任 书记 部长
省长 市长 县长 区长 局长 厅长 处长 司长 院长 校长 所长 行长 会长 社长 台长
馆长 厂长 站长 队长 秘书长 理事长 组长 学者 专家 经济学家 科学家 作家 画家
企业家 艺术家 编辑 主编 总编 作者 导演 编剧 主演 演员 歌手 主持人 发言人
负责人 代表人 常委 主席 院士 博士 律师 医师 工程师 设计师 顾问 研究员 高管
董事 监事 总监 CEO CFO CTO COO 执行官 合伙人 投资人 发起人 当事人
控制人 保荐人 经纪人 掌门人 接班人 候选人 司令 将军 战略官 运营官 财务官
技术官 选手 教练 冠军 艺人 影星 明星 女星 男星 大使 检察长 检察官 飞行员
航天员 操盘手 交易员 策略师 老板 老总 责编 实习生 诗人
"""
_OFFICES = """
总统 总理 首相 国务卿 财长 外长 防长 大法官 国王 女王 教皇 特使 参议员 众议员
"""
_OTHERS = """
名叫 他叫 她叫 我叫 姓名 原名 本名 文/ 图/ 编译/ 撰文
"""
TITLES = (*_TITLES.split(), *_OFFICES.split())
BEFORE_NAMES = (*TITLES, *_OTHERS.split())
