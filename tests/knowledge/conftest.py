"""A small base of laws written for the tests; no text of a real law."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase

TODAY = date(2026, 11, 23)

PRACTICE = """# 中华人民共和国示范行医法

<!--
in_force: 2020-01-01 (2022-03-01 amendment)
issuer: 示范大会
-->

2019年10月1日 示范大会通过

## 第一章 总则

第一条 为了规范行医活动，制定本法。

第二条 医师注册后可以在注册的地点行医。变更地点的，应当办理变更手续。

第三条 有下列情形之一的，注销注册：

（一）死亡的；

（二）中止行医活动满二年的。

医疗机构应当在三十日内报告前款情形。

## 第二章 罚则

第四条 违反本法规定，超出注册范围行医的，处一万元以上三万元以下的罚款。

第四条之一 冒用他人证书的，吊销证书。

第五条 本法自2020年1月1日起施行。《示范旧行医法》同时废止。
"""
OLD = """# 中华人民共和国示范旧行医法

<!--
in_force: 1999-05-01
-->

第一条 医师行医应当登记。

第二条 登记机关为县级卫生部门。
"""
WASTE = """# 示范医疗废物办法

<!--
in_force: 2015-06-01
-->

第一条 医疗废物应当分类收集。

第二条 医疗废物暂时贮存的时间不得超过二天。

第三条 登记资料至少保存三年。
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file for ingestion and return its path."""

    def written(name: str, text: str) -> Path:
        file = tmp_path / "in" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return written


@pytest.fixture
def base(tmp_path: Path, write: Callable[[str, str], Path]) -> KnowledgeBase:
    """A base that holds the three texts."""
    kb = KnowledgeBase(tmp_path / "home")
    kb.add([write("行医法.md", PRACTICE), write("旧行医法.md", OLD), write("废物.md", WASTE)])
    return kb
