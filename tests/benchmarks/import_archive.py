"""Time the importer on a generated archive: ``import_archive [FILES [LINKED]]``.

Makes an archive in the shape of a real desk's (about 4 kB a file, every key, a closing
block), imports it into a new database in a scratch folder, again unchanged, and again
with 50 files new or changed. Prints a table: files a second with the command's start
included, processor time a file over all processes (the figure to compare on a busy
machine), and peak memory of the command and its workers together. Needs Linux.

``LINKED`` per cent of the files (0) have a link to one page that is missing.
"""

from __future__ import annotations

import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep

WORDS = """对冲基金 美国 科技股 买入 卖出 市场 投资者 收益率 美联储 关税 高盛 标普500 季度
盈利 增长 下跌 上涨 债券 原油 黄金 汇率 人民币 美元 通胀 数据 公布 预期 经济 政策""".split()  # noqa: SIM905

HEADER = """---
title: "{title}"
date: "{date}"
summary: "{summary}..."
categories:
  - "{category}"
lang:
  - "zh-CN"
translations:
  - "zh-CN"
tags:
  - "{category}"
  - "{tag}"
menu: ""
thumbnail: "https://static.example.com/img/{number}.jpg"
lead: ""
comments: false
authorbox: false
pager: true
toc: false
mathjax: false
sidebar: "right"
widgets:
  - "search"
  - "recent"
  - "taglist"
---

"""
CLOSING = """
1. 欢迎转载，转载时请标明来源为{source}财经。商业性转载请发邮件至：media@{source}.example。

2. 所有内容仅供参考，不代表{source}财经立场。据此操作风险自负。

[{source}](https://www.{source}.example/article/{title}-{number})
"""


def text_of(number: int, linked: int = 0) -> str:
    rng = random.Random(number)  # noqa: S311 – the same archive every time
    title = "".join(rng.choices(WORDS, k=5))
    paragraphs = []
    for _ in range(10):
        words = rng.choices(WORDS, k=45)
        paragraphs.append(
            "，".join("".join(words[n : n + 5]) for n in range(0, 45, 5)) + "。"
        )
    source = ("haiyue", "gangwan", "meridian")[number % 3]
    date = datetime(2025, 6, 1) - timedelta(minutes=9 * number)
    if number % 100 < linked:
        paragraphs[-1] += "\n\n[目录](../toc.md)"
    header = HEADER.format(
        title=title, date=date, summary=paragraphs[0][:48], category=source,
        tag=rng.choice(WORDS), number=number,
    )  # fmt: skip
    closing = CLOSING.format(source=source, title=title, number=number)
    return header + "\n\n".join(paragraphs) + "\n" + closing


def write(root: Path, number: int, text: str) -> None:
    folder = root / "content" / "zh-CN" / "news" / str(number // 1000)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.zh-CN.md").write_text(text, encoding="utf-8")


def memory_of(pid: int) -> int:
    """Memory of a process and those it started, in kB; what they share counts once."""
    proc = Path("/proc") / str(pid)
    try:
        held = re.search(r"\nPss:\s+(\d+)", (proc / "smaps_rollup").read_text())
        children = (proc / "task" / str(pid) / "children").read_text().split()
    except OSError:  # It has just ended.
        return 0
    return int(held[1] if held else 0) + sum(map(memory_of, map(int, children)))


def run_command(
    *arguments: str, scratch: Path, may_fail: bool = False
) -> tuple[float, float, int]:
    """Wall seconds, processor seconds and peak MB, of all its processes together."""
    start, used_before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(  # noqa: S603 – our own command
        [sys.executable, "manage.py", *arguments],
        env=os.environ | {"DATA_DIR": str(scratch / "data"), "PYTHONPATH": os.getcwd()},
        stdout=subprocess.DEVNULL,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory_of(process.pid))
        sleep(0.2)
    if process.returncode and not may_fail:
        sys.exit(f"{arguments[0]} failed")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime
    processor -= used_before.ru_utime + used_before.ru_stime
    return perf_counter() - start, processor, peak // 1024


def main(count: int, linked: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        root = scratch / "site"
        for number in range(count):
            write(root, number, text_of(number, linked))
        run_command("migrate", "--verbosity", "0", scratch=scratch)
        print(f"{'run':<20}{'files':>9}{'seconds':>9}{'a second':>10}", end="")
        print(f"{'CPU ms a file':>15}{'peak MB':>9}")
        for name in ("first import", "unchanged", "50 new or changed"):
            if name.startswith("50"):
                for number in range(25):
                    write(root, number, text_of(number).replace("关税", "税率"))
                    write(root, count + number, text_of(count + number))
            seconds, processor, memory = run_command(
                "import_markdown", str(root), "--verbosity", "0", scratch=scratch
            )
            print(
                f"{name:<20}{count:>9,}{seconds:>9.1f}{count / seconds:>10,.0f}", end=""
            )
            print(f"{1000 * processor / count:>15.2f}{memory:>9}", flush=True)


if __name__ == "__main__":
    files, linked = [*map(int, sys.argv[1:3]), *(10_000, 0)[len(sys.argv) - 1 :]]
    main(files, linked)
