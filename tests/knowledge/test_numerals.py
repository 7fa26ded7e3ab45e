"""Chinese numerals and article labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import article_key, value

_DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """Write a number below 10,000 as statutes do."""
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(min_value=1, max_value=9999))
def test_every_number_reads_back_as_it_was_written(number: int) -> None:
    assert number == value(written(number))


@pytest.mark.parametrize(
    ("numeral", "expected"),
    [
        ("二〇二六", 2026),
        ("１２", 12),
        ("两", 2),
        ("一百零五", 105),
        ("百", 100),
        ("x", None),
        ("", None),
    ],
)
def test_a_numeral_has_its_value(numeral: str, expected: int | None) -> None:
    assert expected == value(numeral)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("第十四条", "14"),
        ("第一千二百二十二条", "1222"),
        ("第二百三十四条之一", "234-1"),
        ("第12条", "12"),
        ("附则", None),
    ],
)
def test_an_article_label_has_its_key(label: str, expected: str | None) -> None:
    assert expected == article_key(label)
