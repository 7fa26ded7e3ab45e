"""JSON Lines of articles: one article a line, with its law, number, text, path and dates."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from pydantic import BaseModel, ConfigDict

from knowledge.dates import parse_day
from knowledge.document import Document, Heading, Kind, Origin, Provision
from knowledge.formats.marked import language
from knowledge.numerals import article_key


class Row(BaseModel):
    """One article as its source gives it; `date` is that of issue, `eff` that of effect."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    law: str
    no: str
    text: str
    title: str = ""
    path: tuple[str, ...] = ()
    id: str | None = None
    date: str = ""
    eff: str = ""
    end: str = ""
    issuer: str = ""

    def version(self) -> str:
        return "@".join(filter(None, (self.law, self.date or self.eff)))


def read(name: str, text: str) -> Iterator[Document]:
    """Yield one document for each law and version in the file, in the order of the file."""
    rows = [Row.model_validate(_object(line)) for line in text.splitlines() if line.strip()]
    order = {version: at for at, version in enumerate(dict.fromkeys(r.version() for r in rows))}
    rows.sort(key=lambda row: order[row.version()])
    for version, group in groupby(rows, key=Row.version):
        yield _document(f"{name}#{version}", list(group))


def _object(line: str) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(line)
    return {key: value for key, value in row.items() if value is not None}


def _document(name: str, rows: list[Row]) -> Document:
    first, provisions = rows[0], tuple(_provisions(rows))
    effective: date | None = parse_day(first.eff) or parse_day(first.date)
    heading = Heading(
        document=name,
        title=first.title or first.law,
        kind=Kind.LAW,
        issuer=first.issuer or None,
        promulgated=parse_day(first.date),
        first_in_force=effective,
        in_force_from=effective,
        in_force_to=parse_day(first.end),
        origin=Origin.HEADER if effective else None,
        words=first.eff or first.date,
        language=language(provisions),
    )
    return Document(heading=heading, provisions=provisions)


def _provisions(rows: list[Row]) -> Iterator[Provision]:
    seen: dict[str, int] = {}
    for row in rows:
        key = article_key(row.no) or row.no
        seen[key] = seen.get(key, 0) + 1
        lines = tuple(line.strip() for line in row.text.splitlines() if line.strip())
        if lines:
            yield Provision(
                key=key if seen[key] == 1 else f"{key}.{seen[key]}",
                label=row.no,
                path=row.path,
                lines=lines,
                source_id=row.id,
            )
