"""The operator fills the register from files and adds the people of the console."""

import csv
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands import identity, officer, register
from registry.frozen import Frozen
from registry.synthetic import generate

MADE = generate(date(2026, 11, 23))
PLACES, PEOPLE = MADE.institutions, MADE.physicians[:12]
FILINGS = [one for one in MADE.filings if one.physician_id in {p.id for p in PEOPLE}]
CLERK = ("add", "zhang.yw", "--name", "张文书", "--role", "clerk", "--institution", PLACES[0].code)
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.skipif(
    "YIZHU_TEST_DATABASE_URL" in os.environ, reason="the commands open a database of their own"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that was never started, in Chinese file names."""
    monkeypatch.setenv("YIZHU_HOME", str(tmp_path / "家"))
    monkeypatch.delenv("YIZHU_DATABASE_URL", raising=False)
    return tmp_path / "家"


class Files:
    """A register as CSV files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.institutions = self.write("institutions", PLACES)
        self.physicians = self.write("physicians", PEOPLE)
        self.filings = self.write("filings", FILINGS)

    def write(self, name: str, records: Sequence[Frozen], **changed: str) -> Path:
        """The records as a spreadsheet program writes them; `changed` cells in the first row."""
        rows = [{k: _cell(v) for k, v in record.model_dump().items()} for record in records]
        rows[0] |= changed
        path = self._folder / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
        return path

    def load(self, *more: str) -> Result:
        """Run the command on them."""
        words = ("load", str(self.institutions), str(self.physicians))
        return CliRunner().invoke(register.app, [*words, "--filings", str(self.filings), *more])


@pytest.fixture
def files(tmp_path: Path, home: Path) -> Files:
    """Sixty hospitals and twelve physicians."""
    return Files(tmp_path)


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value)


def officers(*words: str, typed: str = "") -> Result:
    """Run a command on accounts, a line typed for the password."""
    return CliRunner().invoke(officer.app, words, input=f"{typed}\n")


def test_a_register_is_loaded_once(files: Files) -> None:
    first, second = files.load(), files.load()

    assert "60 institutions, 12 physicians" in first.stdout
    assert (first.exit_code, second.exit_code) == (0, 1)
    assert "already" in second.stderr


def test_a_dry_run_loads_nothing(files: Files) -> None:
    assert "nothing was loaded" in files.load("--dry-run").stdout
    assert files.load().exit_code == 0


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("id_number", "110105194912310021", "row 2\tid_number\twrong_check_digit"),
        ("qualification_number", "1", "row 2\tqualification_number\twrong_length"),
        ("level", "wizard", "row 2\tlevel\tenum"),
        ("birth_date", "yesterday", "row 2\tbirth_date\tdate_from_datetime_parsing"),
        ("shoe_size", "44", "row 2\tshoe_size\textra_forbidden"),
        ("institution_code", "999", "all rows\tinstitution_code\tphysician"),
        ("id", str(PEOPLE[1].id), "all rows\tid\t"),
    ],
)
def test_one_mistake_is_named_and_nothing_is_loaded(
    files: Files, cell: str, value: str, said: str
) -> None:
    if cell not in PEOPLE[0].model_dump():
        files.physicians.write_text(f"{cell}\n{value}\n", "utf-8")
    else:
        files.write("physicians", PEOPLE, **{cell: value})
    refused = files.load()

    assert refused.exit_code == 1
    assert said in refused.stderr
    files.write("physicians", PEOPLE)
    assert files.load().exit_code == 0


def test_a_mistake_is_told_without_what_was_typed(files: Files) -> None:
    files.write("physicians", PEOPLE, id_number="110105194912310021")

    assert "110105194912310021" not in files.load().output


def test_people_of_the_console_are_added_listed_and_given_passwords(files: Files) -> None:
    files.load()
    added = officers(*CLERK, typed=PASSWORD)
    province = ("add", "li.ke", "--name", "李科员", "--role", "officer", "--region", "42")
    made = officers(*province)

    assert "added zhang.yw" in added.stdout and PASSWORD not in added.stdout
    assert "added li.ke, password " in made.stdout
    assert {"zhang.yw", "li.ke"} == {row.split("\t")[0] for row in listed()}
    assert officers("password", "li.ke", typed=PASSWORD).exit_code == 0


def listed() -> list[str]:
    return CliRunner().invoke(officer.app, ["list"]).stdout.splitlines()


@pytest.mark.parametrize(
    "words",
    [
        ("add", "x", "--name", "x", "--role", "officer", "--region", "423"),
        ("add", "x", "--name", "x", "--role", "officer", "--institution", PLACES[0].code),
        ("add", "x", "--name", "x", "--role", "clerk", "--region", "42"),
        ("add", "x", "--name", "x", "--role", "clerk", "--institution", "999"),
        ("password", "nobody"),
    ],
)
def test_what_cannot_be_is_refused(files: Files, words: tuple[str, ...]) -> None:
    files.load()

    assert officers(*words, typed=PASSWORD).exit_code != 0
    assert listed() == []


def test_faces_and_templates_are_counted_and_the_rotation_is_replaced(files: Files) -> None:
    files.load()
    counted = CliRunner().invoke(identity.app, ["people"])
    asked = CliRunner().invoke(identity.app, ["rotate"], input="n\n")
    done = CliRunner().invoke(identity.app, ["rotate", "--yes"])

    assert "0 of them with a face template" in counted.stdout
    assert (1, 0) == (asked.exit_code, done.exit_code)
    assert "0 templates deleted, another rotation is in force" in done.stdout


def test_a_login_is_given_once_and_no_password_is_short(files: Files) -> None:
    files.load()

    assert officers(*CLERK, typed="short").exit_code != 0
    assert officers(*CLERK, typed=PASSWORD).exit_code == 0
    assert officers(*CLERK, typed=PASSWORD).exit_code != 0
