"""Register files: CSV rows into records, every mistake named by its row, nothing of it personal."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from registry.frozen import Frozen
from registry.institution import Institution
from registry.numbers import credit_code, qualification, resident_id
from registry.physician import Filing, Physician
from registry.problem import Mistake

R = TypeVar("R", bound=Frozen)

# Cells of these columns hold several values.
LISTS = frozenset({"aliases", "former_names", "scopes"})
SEPARATOR = ";"


class RowMistake(NamedTuple):
    """What is wrong in one row (the header is row 1); never the value itself."""

    file: str
    row: int
    column: str
    problem: str


class Rows(NamedTuple, Generic[R]):
    """The records of a file and the mistakes of the rows that gave none."""

    records: tuple[R, ...]
    mistakes: tuple[RowMistake, ...]


def institutions(path: Path) -> Rows[Institution]:
    """Institutions from a CSV file whose header names the fields of `Institution`."""
    return _read(path, Institution, _institution_mistakes)


def physicians(path: Path, today: date) -> Rows[Physician]:
    """Physicians, their numbers checked digit by digit; `today` bounds the dates in them."""
    return _read(path, Physician, lambda record: _physician_mistakes(record, today))


def filings(path: Path) -> Rows[Filing]:
    """Further institutions of physicians."""
    return _read(path, Filing, lambda record: iter(()))


def strays(
    places: Rows[Institution], people: Rows[Physician], further: Rows[Filing]
) -> tuple[RowMistake, ...]:
    """Records that name an institution or a physician that no file holds, or an id twice."""
    codes = {one.code for one in places.records}
    ids = {one.id for one in people.records}
    return (
        *_repeated("institutions", [one.code for one in places.records], "code"),
        *_repeated("physicians", [str(one.id) for one in people.records], "id"),
        *(
            RowMistake("physicians", 0, "institution_code", f"physician {one.id}: no such code")
            for one in people.records
            if one.institution_code is not None and one.institution_code not in codes
        ),
        *(
            RowMistake("filings", 0, "physician_id", f"filing {one.id}: no such record")
            for one in further.records
            if one.physician_id not in ids or one.institution_code not in codes
        ),
    )


def _repeated(file: str, keys: list[str], column: str) -> Iterator[RowMistake]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield RowMistake(file, 0, column, f"{key} is there twice")
        seen.add(key)


def _read(path: Path, kind: type[R], check: Any) -> Rows[R]:
    records: list[R] = []
    mistakes: list[RowMistake] = []
    # utf-8-sig: spreadsheet programs put a byte order mark first.
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, cells in enumerate(csv.DictReader(file), start=2):
            try:
                record = kind.model_validate(_values(cells))
            except ValidationError as problem:
                mistakes += [
                    RowMistake(path.name, number, ".".join(map(str, one["loc"])), one["type"])
                    for one in problem.errors(include_input=False)
                ]
                continue
            found = [RowMistake(path.name, number, *one) for one in check(record)]
            mistakes += found
            if not found:
                records.append(record)
    return Rows(tuple(records), tuple(mistakes))


def _values(cells: dict[str, Any]) -> dict[str, Any]:
    """Filled cells only: an empty one means that nothing is known."""
    filled = {name: text.strip() for name, text in cells.items() if text and text.strip()}
    return {
        name: tuple(filter(None, map(str.strip, text.replace("；", SEPARATOR).split(SEPARATOR))))
        if name in LISTS
        else text
        for name, text in filled.items()
    }


def _institution_mistakes(record: Institution) -> Iterator[tuple[str, str]]:
    if record.credit_code is not None:
        yield from _mistake("credit_code", credit_code.parse(record.credit_code))


def _physician_mistakes(record: Physician, today: date) -> Iterator[tuple[str, str]]:
    yield from _mistake("id_number", resident_id.parse(record.id_number, today))
    if record.qualification_number is not None:
        found = qualification.parse(record.qualification_number, today)
        yield from _mistake("qualification_number", found)


def _mistake(column: str, found: object) -> Iterator[tuple[str, str]]:
    if isinstance(found, Mistake):
        yield column, found.problem.value
