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
