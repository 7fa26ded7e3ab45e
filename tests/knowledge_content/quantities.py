"""Numbers with their unit in Chinese and English prose, in one common form for comparison."""

import re
import unicodedata

from knowledge.numerals import value

Quantity = tuple[int, str]

_UNITS_ZH = {
    "工作日": "day",
    "日": "day",
    "天": "day",
    "个月": "month",
    "年": "year",
    "小时": "hour",
    "元": "yuan",
    "倍": "times",
}
_NUMERAL = r"[零一二三四五六七八九十百千两]+|\d+"
_ZH = re.compile(
    rf"(?<![第零一二三四五六七八九十百千两\d])({_NUMERAL})(万)?个?({'|'.join(_UNITS_ZH)})"
)
_PERCENT_ZH = re.compile(r"百分之([一二三四五六七八九十百]+)|(\d+)%")

_UNITS_EN = {
    "day": "day",
    "month": "month",
    "year": "year",
    "hour": "hour",
    "yuan": "yuan",
    "times": "times",
    "percent": "percent",
}
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_NUMBERS_EN = {word: number for number, word in enumerate(_WORDS.split())}
_NUMBERS_EN |= {"thirty": 30, "sixty": 60}
_NUMBER_EN = rf"\d[\d,]*|{'|'.join(sorted(_NUMBERS_EN, key=len, reverse=True))}"
_EN = re.compile(
    rf"\b({_NUMBER_EN})(?: to ({_NUMBER_EN}))?[ -](?:more )?(?:working |calendar )?"
    rf"({'|'.join(_UNITS_EN)})s?\b",
    re.IGNORECASE,
)


def quantities_zh(text: str) -> set[Quantity]:
    """Return the quantities of a Chinese text; dates such as 2026年 are not quantities."""
    text = unicodedata.normalize("NFKC", text)
    found = {
        (number * (10_000 if match[2] else 1), _UNITS_ZH[match[3]])
        for match in _ZH.finditer(text)
        if (number := value(match[1])) is not None
    }
    percents = {int(m[2]) if m[2] else value(m[1]) or 0 for m in _PERCENT_ZH.finditer(text)}
    return {q for q in found if not _is_date(q)} | {(number, "percent") for number in percents}


def quantities_en(text: str) -> set[Quantity]:
    """Return the quantities of an English text; both ends of a range count."""
    return {
        (_number_en(number), _UNITS_EN[match[3].lower()])
        for match in _EN.finditer(text)
        for number in (match[1], match[2])
        if number
    }


def _is_date(quantity: Quantity) -> bool:
    number, unit = quantity
    return unit == "year" and number >= 1900


def _number_en(text: str) -> int:
    word = text.lower()
    return _NUMBERS_EN[word] if word in _NUMBERS_EN else int(word.replace(",", ""))
