"""The physician is asked for the fields that need it, and no others."""

from datetime import date

import pytest

from registry.attestation import Field, Need, Source, Statement, Why, attested_on, needs

TODAY = date(2026, 11, 23)
RECENT = date(2026, 10, 1)


def said(field: Field, on: date, value: str = "a", source: Source = Source.PHYSICIAN) -> Statement:
    return Statement(field=field, source=source, value=value, on=on)


ALL_RECENT = tuple(said(field, RECENT) for field in Field)


def test_a_file_confirmed_lately_needs_nothing() -> None:
    assert needs(ALL_RECENT, TODAY) == ()
    assert attested_on(ALL_RECENT) == RECENT


def test_a_new_file_needs_every_field() -> None:
    assert set(Field) == {need.field for need in needs((), TODAY)}
    assert attested_on(()) is None


@pytest.mark.parametrize(
    ("statements", "soon", "expected"),
    [
        ((said(Field.TITLE, date(2025, 11, 23)),), frozenset(), Why.OLD),
        ((said(Field.TITLE, date(2025, 11, 24)),), frozenset(), None),
        ((said(Field.TITLE, date(2026, 7, 1)),), frozenset({Field.TITLE}), Why.ABOUT_TO_MATTER),
        ((said(Field.TITLE, RECENT),), frozenset({Field.TITLE}), None),
        (
            (said(Field.TITLE, RECENT), said(Field.TITLE, TODAY, "b", Source.INSTITUTION)),
            frozenset(),
            Why.CONTRADICTED,
        ),
        (
            (said(Field.TITLE, RECENT), said(Field.TITLE, TODAY, "a", Source.INSTITUTION)),
            frozenset(),
            None,
        ),
        (
            (said(Field.TITLE, TODAY), said(Field.TITLE, RECENT, "b", Source.INSTITUTION)),
            frozenset(),
            None,
        ),
        ((said(Field.TITLE, TODAY, "b", Source.IMPORT),), frozenset(), Why.NEVER),
    ],
)
def test_each_reason_is_told_apart(
    statements: tuple[Statement, ...], soon: frozenset[Field], expected: Why | None
) -> None:
    others = tuple(one for one in ALL_RECENT if one.field is not Field.TITLE)

    found = needs((*others, *statements), TODAY, about_to_matter=soon)
    assert expected == (found[0].why if found else None)


def test_a_contradiction_comes_first_and_names_the_other_saying() -> None:
    other = said(Field.PHOTO, TODAY, "b", Source.AUTHORITY)
    statements = (*ALL_RECENT, other, said(Field.NAME, date(2020, 1, 1)))

    assert (
        Need(field=Field.PHOTO, why=Why.CONTRADICTED, against=other) == needs(statements, TODAY)[0]
    )


def test_the_term_can_be_six_months() -> None:
    statements = tuple(said(field, date(2026, 5, 1)) for field in Field)

    assert needs(statements, TODAY) == ()
    assert len(Field) == len(needs(statements, TODAY, term_in_months=6))


def test_a_file_is_as_fresh_as_its_oldest_field() -> None:
    older = said(Field.PHONE, date(2026, 1, 1))
    statements = (*(one for one in ALL_RECENT if one.field is not Field.PHONE), older)

    assert date(2026, 1, 1) == attested_on(statements)
