"""The command line: what is printed and what the exit code says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.knowledge import app
from tests.knowledge.conftest import PRACTICE, WASTE

Write = Callable[[str, str], Path]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a base of the test's own; return its exit code and what it printed."""

    def ran(command: str, *arguments: str) -> tuple[int, str]:
        home = str(tmp_path / "home")
        done = CliRunner().invoke(app, [command, *arguments, "--home", home])
        return done.exit_code, done.output

    return ran


@pytest.fixture
def filled(run: Run, write: Write) -> Run:
    run("add", str(write("行医法.md", PRACTICE)), str(write("废物.md", WASTE)))
    return run


def test_adding_tells_what_became_of_each_file(run: Run, write: Write) -> None:
    code, output = run("add", str(write("废物.md", WASTE)), str(write("x.exe", "MZ")))

    assert code == 0
    assert output.splitlines()[:1] == ["added\t废物.md\t示范医疗废物办法\t3"]
    assert output.splitlines()[1].endswith("unsupported")


def test_adding_nothing_usable_fails(run: Run, write: Write) -> None:
    assert run("add", str(write("x.exe", "MZ")))[0] == 1


UNDATED = "# 示范考核办法\n第一条 医师每三年考核一次。"


def test_a_text_without_a_date_is_taken_and_its_date_asked_for(run: Run, write: Write) -> None:
    added = run("add", str(write("考核 办法.md", UNDATED)))[1].splitlines()
    listed = run("list")[1]
    how = "knowledge date '考核 办法.md' --in-force-from YYYY-MM-DD"

    assert (
        added[1]
        == f"no date of entry into force found in 考核 办法.md; give it: python -m bot {how}"
    )
    assert "not stated" in listed and how in listed


def test_dates_are_given_on_adding_and_corrected_later(run: Run, write: Write) -> None:
    file = str(write("考核.md", UNDATED))
    run("add", file, "--in-force-from", "2020-01-01", "--in-force-to", "2025-01-01")
    seen = [run("list")[1].strip()]
    for arguments in (["--in-force-from", "2021-01-01"], ["--still-in-force"]):
        run("date", "考核.md", *arguments)
        seen.append(run("list")[1].strip())

    assert [line.split("\t")[3:] for line in seen] == [
        ["2020-01-01", "2025-01-01"],
        ["2021-01-01", "2025-01-01"],
        ["2021-01-01"],
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["none.md", "--in-force-from", "2020-01-01"], 1),
        (["废物.md", "--in-force-from", "1.1.2020"], 2),
        (["废物.md", "--in-force-to", "2015-06-01"], 2),
    ],
)
def test_dates_that_cannot_be_are_refused(filled: Run, arguments: list[str], code: int) -> None:
    before = filled("list")[1]

    assert code == filled("date", *arguments)[0]
    assert before == filled("list")[1]


def test_dates_are_given_for_one_file_at_a_time(run: Run, write: Write) -> None:
    files = [str(write(name, UNDATED)) for name in ("a.md", "b.md")]

    assert run("add", *files, "--in-force-from", "2020-01-01")[0] == 2
    assert run("add", str(write("c.md", UNDATED).parent), "--in-force-from", "2020-01-01")[0] == 2


CHINESE = "# 中华人民共和国消防法\n第一条 患者的隐私受保护。\n第二条 自2013年5月1日起施行。"
ENGLISH = (
    "# Fire Protection Law of the People's Republic of China\n"
    "Article 1 The privacy of patients is protected.\n"
)
DATED = ENGLISH + "Article 2 This Law takes effect on May 1, 2013.\n"


@pytest.mark.parametrize(
    ("english", "told"),
    [(DATED, "translation of 消防法.md"), (ENGLISH, "paired with no Chinese text")],
)
def test_adding_an_english_text_tells_what_it_translates(
    run: Run, write: Write, english: str, told: str
) -> None:
    run("add", str(write("消防法.md", CHINESE)))

    assert told in run("add", str(write("mental.md", english)))[1]


def test_texts_are_paired_and_unpaired_by_hand(run: Run, write: Write) -> None:
    run("add", str(write("消防法.md", CHINESE)), str(write("mental.md", ENGLISH)))
    question = "Is the privacy of patients protected?"
    paired = run("pair", "消防法.md", "mental.md")
    answer = run("ask", question)[1]
    codes = [run("unpair", "mental.md")[0], run("pair", "none.md", "mental.md")[0]]

    assert paired == (0, "translation of 消防法.md\n")
    assert answer.splitlines()[1:4] == [
        "患者的隐私受保护。",
        "translation, the Chinese text prevails: "
        "Fire Protection Law of the People's Republic of China, Article 1",
        "The privacy of patients is protected.",
    ]
    assert codes == [0, 1]


def test_a_batch_lists_a_paired_article_once(run: Run, write: Write) -> None:
    run("add", str(write("消防法.md", CHINESE)), str(write("mental.md", DATED)))
    batch = write("batch.jsonl", json.dumps({"q": "Is the privacy of patients protected?"}))
    told = json.loads(run("ask", "--batch", str(batch), "--json")[1])
    listed = [(each["document"], each["article"]) for each in told["candidates"]]

    assert listed[0] == ("消防法.md", 1)
    assert len(listed) == len(set(listed)) == 2
    assert told["answers"][0]["quote"] == "患者的隐私受保护。"


def test_documents_are_listed_and_removed(filled: Run) -> None:
    assert (filled("list")[0], len(filled("list")[1].splitlines())) == (0, 2)
    assert [filled("remove", "废物.md")[0] for _ in range(2)] == [0, 1]
    assert "废物.md" not in filled("list")[1]


def test_a_question_is_answered_with_the_article(filled: Run) -> None:
    code, output = filled("ask", "医疗废物暂时贮存不得超过几天？")

    assert code == 0 and "第二条" in output and "不得超过二天" in output


def test_a_batch_prints_one_json_object_a_line(filled: Run, write: Write) -> None:
    rows = [
        {"q": "医疗废物暂时贮存不得超过几天？"},
        {"q": "布洛芬一次吃几片？", "as_of": "2024-01-01"},
    ]
    batch = write("batch.jsonl", "\n".join(json.dumps(row) for row in rows))
    told = [
        json.loads(line) for line in filled("ask", "--batch", str(batch), "--json")[1].splitlines()
    ]

    assert [
        (row["answered"], row["answers"][0]["article"] if row["answers"] else None) for row in told
    ] == [(True, 2), (False, None)]
    assert {"document", "law", "article", "quote"} == set(told[0]["answers"][0])
    assert all({"document", "article", "id"} == set(each) for each in told[0]["candidates"])


def test_evaluation_counts_answers_and_refusals(filled: Run, write: Write) -> None:
    rows = [
        {"q": "医疗废物暂时贮存几天", "lang": "zh", "answers": [{"law": "废物.md", "article": 2}]},
        {"q": "今天天气怎么样", "lang": "zh", "answers": []},
    ]
    file = write("questions.jsonl", "\n".join(json.dumps(row) for row in rows))
    total = json.loads(filled("evaluate", str(file), "--json")[1].splitlines()[0])

    assert (
        total["answerable"],
        total["first"],
        total["unanswerable"],
        total["unanswerable_refused"],
    ) == (1, 1.0, 1, 1.0)
