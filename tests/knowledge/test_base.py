"""The base as its users meet it: adding, asking, versions, other processes, crashes."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.document import Added, Reason, Rejected
from knowledge.reply import (
    Answer,
    Candidates,
    Currency,
    Refusal,
    RefusalKind,
    Reply,
    Standing,
    Topic,
)
from knowledge.snapshot import Snapshot
from tests.conftest import ROOT

TODAY = date(2026, 11, 23)
Write = Callable[[str, str], Path]


def first(reply: Reply) -> tuple[str, str]:
    assert isinstance(reply, Answer | Candidates), reply
    return reply.citations[0].document, reply.citations[0].article


def test_importing_the_base_is_cheap() -> None:
    heavy = [
        "numpy",
        "opencc",
        "pypinyin",
        "lightgbm",
        "docx",
        "pypdf",
        "snowballstemmer",
    ]
    code = f"import sys, knowledge.base; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("变更行医地点要办手续吗？", ("行医法.md", "2")),
        ("變更地點要辦什麼手續？", ("行医法.md", "2")),
        ("超出注册范围行医罚款多少？", ("行医法.md", "4")),
        ("医疗废物暂时贮存不得超过几天？", ("废物.md", "2")),
        ("中止行医满二年会注销注册吗", ("行医法.md", "3")),
    ],
)
def test_a_question_is_answered_from_the_right_article(
    base: KnowledgeBase, question: str, article: tuple[str, str]
) -> None:
    assert article == first(base.ask(question, today=TODAY))


def test_an_answer_quotes_lines_of_the_article_and_its_dates(base: KnowledgeBase) -> None:
    reply = base.ask("超出注册范围行医罚款多少？", today=TODAY)
    assert isinstance(reply, Answer | Candidates)
    quoted = reply.citations[0]

    assert quoted.lines == ("违反本法规定，超出注册范围行医的，处一万元以上三万元以下的罚款。",)
    assert (date(2022, 3, 1), Currency.IN_FORCE) == (quoted.in_force_from, quoted.currency)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("布洛芬一次吃几片？", RefusalKind.DOSAGE),
        ("今天天气怎么样？", RefusalKind.OFF_TOPIC),
        ("你好", RefusalKind.SMALL_TALK),
        ("我的申请到哪一步了？", RefusalKind.OWN_CASE),
        ("How do I get a medical licence in Texas?", RefusalKind.OTHER_COUNTRY),
        ("《处方管理办法》规定处方几天有效？", RefusalKind.LAW_NOT_IN_BASE),
    ],
)
def test_what_no_text_answers_is_refused_with_its_own_kind(
    base: KnowledgeBase, question: str, kind: RefusalKind
) -> None:
    reply = base.ask(question, today=TODAY)

    assert isinstance(reply, Refusal)
    assert kind == reply.kind


def test_an_empty_base_says_so(tmp_path: Path) -> None:
    reply = KnowledgeBase(tmp_path / "none").ask("变更地点要办手续吗？", today=TODAY)

    assert isinstance(reply, Refusal)
    assert reply.kind == RefusalKind.EMPTY_BASE


def test_a_day_in_the_past_is_answered_from_the_text_of_that_day(base: KnowledgeBase) -> None:
    question = "医师行医的登记机关是哪里？"

    assert first(base.ask(question, today=TODAY, as_of=date(2010, 5, 1)))[0] == "旧行医法.md"
    assert "旧行医法.md" not in [c.document for c in base.search(question, as_of=TODAY)]


def test_an_older_law_by_its_own_name_is_found_on_its_day(
    base: KnowledgeBase, write: Write
) -> None:
    today = "# 医师法\n第一条 注册机关为县级部门。\n第二条 本法自2022年3月1日起施行。《执业医师法》同时废止。"
    former = "# 执业医师法\n第一条 注册机关为卫生局。\n第二条 本法自1999年5月1日起施行。"
    base.add([write("医师法.md", today), write("former.md", former)])
    found = [
        first(base.ask(question, today=TODAY))
        for question in ("2005年执业医师法第一条怎么说", "执业医师法第一条怎么说")
    ]

    assert found == [("former.md", "1"), ("医师法.md", "1")]


def test_before_an_amendment_the_later_text_is_marked(base: KnowledgeBase) -> None:
    reply = base.ask("超出注册范围行医罚款多少？", today=TODAY, as_of=date(2021, 1, 1))
    assert isinstance(reply, Answer | Candidates)

    assert reply.citations[0].currency == Currency.LATER_TEXT


def test_an_article_comes_with_its_neighbours_and_its_standing(base: KnowledgeBase) -> None:
    article = base.article("行医法.md", "4-1", TODAY)
    assert article is not None and article.before is not None and article.after is not None

    assert (article.law, article.label, article.path) == (
        "示范行医法",
        "第四条之一",
        ("第二章 罚则",),
    )
    assert (article.before.article, article.after.article) == ("4", "5")
    assert base.article("行医法.md", "99", TODAY) is None
    repealed = base.article("旧行医法.md", "1", TODAY)
    assert repealed is not None and repealed.currency == Currency.REPEALED


def test_the_same_text_is_taken_once(base: KnowledgeBase, write: Write) -> None:
    from tests.knowledge.conftest import WASTE

    assert [
        Rejected(path=str(write("copy.md", WASTE)), reason=Reason.DUPLICATE, like="废物.md")
    ] == (base.add([write("copy.md", WASTE)]))


def test_a_newer_version_takes_over_on_its_day(base: KnowledgeBase, write: Write) -> None:
    newer = "# 示范医疗废物办法\n<!--\nin_force: 2027-01-01\n-->\n第一条 分类。\n"
    newer += "第二条 医疗废物暂时贮存的时间不得超过一天。\n第三条 登记资料至少保存五年。"
    (added,) = base.add([write("废物.md", newer)])
    question = "医疗废物暂时贮存不得超过几天？"

    assert isinstance(added, Added) and added.document == "废物@2027-01-01.md"
    assert first(base.ask(question, today=TODAY))[0] == "废物.md"
    assert added.document == first(base.ask(question, today=date(2027, 1, 1)))[0]


def test_a_removed_document_is_found_no_more(base: KnowledgeBase) -> None:
    assert base.remove("废物.md")
    assert not base.remove("废物.md")
    assert "废物.md" not in [found.document for found in base.search("医疗废物")]


def test_a_confirmed_answer_leads_like_questions_to_its_article(base: KnowledgeBase) -> None:
    base.confirm("搬诊所去隔壁县咋整", [("行医法.md", "2")], TODAY)

    assert first(base.ask("搬诊所去隔壁县咋整啊", today=TODAY)) == ("行医法.md", "2")


def test_a_follow_up_keeps_the_topic(base: KnowledgeBase) -> None:
    topic = Topic(question="医疗废物暂时贮存不得超过几天？")

    assert first(base.ask("那登记资料呢？", today=TODAY, topic=topic))[0] == "废物.md"


def test_a_change_by_another_process_is_seen(
    base: KnowledgeBase, tmp_path: Path, write: Write
) -> None:
    base.search("医疗废物")
    KnowledgeBase(tmp_path / "home").add(
        [write("新.md", "# 示范考核办法\n第一条 医师每三年考核一次。")]
    )

    assert base.search("医师几年考核一次")[0].document == "新.md"


def test_while_an_index_is_built_questions_go_to_the_old_one(
    base: KnowledgeBase, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.search("医疗废物")
    building, asked = threading.Event(), threading.Event()
    build = KnowledgeBase._snapshot

    def slowly(kb: KnowledgeBase, stamp: int) -> Snapshot:
        building.set()
        assert asked.wait(30)
        return build(kb, stamp)

    monkeypatch.setattr(KnowledgeBase, "_snapshot", slowly)
    new = write("新.md", "# 示范考核办法\n第一条 医师每三年考核一次。")
    with ThreadPoolExecutor(1) as pool:
        added = pool.submit(base.add, [new])
        assert building.wait(30)
        during = [found.document for found in base.search("医师几年考核一次")]
        asked.set()
        added.result()

    assert "新.md" not in during
    assert base.search("医师几年考核一次")[0].document == "新.md"


@pytest.mark.parametrize("damage", ["delete", "truncate", "stale"])
def test_a_lost_or_stale_index_is_built_anew(
    base: KnowledgeBase, tmp_path: Path, write: Write, damage: str
) -> None:
    index = tmp_path / "home" / "index.bin"
    old = index.read_bytes()
    base.add([write("新.md", "# 示范考核办法\n第一条 医师每三年考核一次。")])
    if damage == "delete":
        index.unlink()
    else:
        index.write_bytes(old if damage == "stale" else old[: len(old) // 2])

    assert KnowledgeBase(tmp_path / "home").search("医师几年考核一次")[0].document == "新.md"


def test_threads_may_ask_while_documents_come_and_go(base: KnowledgeBase, write: Write) -> None:
    texts = [write(f"新{n}.md", f"# 示范办法{n}\n第一条 事项{n}应当登记。") for n in range(4)]

    def ask(_: int) -> tuple[str, str]:
        return first(base.ask("超出注册范围行医罚款多少？", today=TODAY))

    with ThreadPoolExecutor(4) as pool:
        asked = pool.map(ask, range(40))
        added = pool.map(lambda text: base.add([text]), texts)
        assert {("行医法.md", "4")} == set(asked)
        assert all(isinstance(outcome, Added) for (outcome,) in added)
    assert len(base.documents()) == 7


@pytest.mark.parametrize(
    ("article", "lines", "expected"),
    [
        ("1", ("医疗废物应当分类收集。",), Standing.HOLDS),
        ("2", ("医疗废物暂时贮存的时间不得超过二天。",), Standing.CHANGED),
        ("3", ("登记资料至少保存三年。",), Standing.GONE),
    ],
)
def test_lines_quoted_before_a_change_are_checked_against_the_new_text(
    base: KnowledgeBase, write: Write, article: str, lines: tuple[str, ...], expected: Standing
) -> None:
    newer = "# 示范医疗废物办法\n<!--\nin_force: 2026-06-01\n-->\n第一条 医疗废物应当分类收集。\n"
    base.add([write("废物.md", newer + "第二条 医疗废物暂时贮存的时间不得超过一天。")])

    assert Standing.HOLDS == base.standing("废物.md", article, lines, date(2026, 1, 1))
    assert expected == base.standing("废物.md", article, lines, TODAY)
