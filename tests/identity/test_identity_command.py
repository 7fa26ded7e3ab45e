"""`python -m bot identity` says what is there and measures on given photos."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.identity import app
from identity.catalogue import MODELS

RUN = CliRunner()


def test_models_lists_every_file_with_its_licence() -> None:
    lines = RUN.invoke(app, ["models"]).stdout

    for model in MODELS:
        assert model.file in lines
        assert model.licence in lines


def test_compare_prints_a_line_a_pair_also_where_no_face_is_found(
    photos: dict[str, list[Path]], tmp_path: Path
) -> None:
    first, second, *_ = photos.values()
    (tmp_path / "nothing.jpg").write_bytes(b"nothing")
    pairs = [
        (first[0], first[1]),
        (first[0], second[0]),
        (f"{first[0]};{first[1]}", first[2]),
        (tmp_path / "nothing.jpg", first[0]),
        (first[0], tmp_path / "absent.jpg"),
    ]
    batch = table(tmp_path / "pairs.csv", [("a", "b"), *pairs])
    done = RUN.invoke(app, ["compare", "--batch", str(batch), "--json", "--workers", "1"])
    lines = [json.loads(line) for line in done.stdout.splitlines()]

    assert [(line["a"], line["b"]) for line in lines] == [(str(a), str(b)) for a, b in pairs]
    assert [line["verdict"] for line in lines] == [
        "match",
        "no_match",
        "match",
        "unsure",
        "unsure",
    ]
    assert [line["score"] is None for line in lines] == [False, False, False, True, True]
    assert [(line["problem"], line["side"]) for line in lines[3:]] == [
        ("not_a_picture", "probe"),
        ("not_a_picture", "reference"),
    ]


def test_compare_uses_a_cohort_of_other_people(
    photos: dict[str, list[Path]], tmp_path: Path
) -> None:
    first, *others = list(photos.items())[:46]
    (person, paths), root = first, next(iter(photos.values()))[0].parents[2]
    batch = table(tmp_path / "pairs.csv", [("a", "b"), relative(root, paths[:2])])
    rows = [(*relative(root, [theirs[0]]), name) for name, theirs in others]
    cohort = table(tmp_path / "cohort.csv", [("path", "identity"), *rows])
    arguments = ["compare", "--batch", str(batch), "--root", str(root), "--cohort", str(cohort)]
    line = json.loads(RUN.invoke(app, [*arguments, "--json"]).stdout)

    assert person not in {name for name, _ in others}
    assert line["score"] > 1  # bare distances are never positive


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    batch = table(tmp_path / "pairs.csv", [("left", "right"), ("x", "y")])
    done = RUN.invoke(app, ["compare", "--batch", str(batch)])

    assert done.exit_code == 2
    assert "lacks the columns a, b" in " ".join(done.output.split()).replace("│ ", "")


def test_calibrate_refuses_a_handful_of_photos(
    photos: dict[str, list[Path]], tmp_path: Path
) -> None:
    for name, paths in list(photos.items())[:3]:
        (tmp_path / name).mkdir()
        for path in paths[:2]:
            (tmp_path / name / path.name).write_bytes(path.read_bytes())
    done = RUN.invoke(app, ["calibrate", str(tmp_path), "--workers", "1"])

    assert done.exit_code == 1
    assert "No thresholds" in done.output


def relative(root: Path, paths: list[Path]) -> tuple[str, ...]:
    return tuple(str(path.relative_to(root)) for path in paths)


def table(path: Path, rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize("command", ["models", "compare", "calibrate", "evaluate"])
def test_every_command_explains_itself(command: str) -> None:
    assert RUN.invoke(app, [command, "--help"]).exit_code == 0
