"""Chinese numerals and the article labels written with them (第二百三十四条之一)."""

import re

_ROWS = "零〇○0 一壹1 二贰两2 三叁3 四肆4 五伍5 六陆6 七柒7 八捌8 九玖9"
_DIGITS = {c: digit for digit, row in enumerate(_ROWS.split()) for c in row}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

NUMERAL = r"[零〇○一二三四五六七八九十百千两\d０-９]{1,9}"
_ARTICLE = re.compile(rf"第({NUMERAL})条(?:之({NUMERAL}))?")
_ENGLISH_ARTICLE = re.compile(r"^art(?:icle|\.)?\s*(\d+)(?:[-–](\d+))?", re.IGNORECASE)


def value(numeral: str) -> int | None:
    """Return the number a Chinese or Arabic numeral stands for, or None when it is not one."""
    numeral = numeral.translate(_FULL_WIDTH)
    if numeral.isdecimal():
        return int(numeral)
    if not numeral or any(c not in _DIGITS and c not in _UNITS for c in numeral):
        return None
    if not any(c in _UNITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    return _with_units(numeral)


def _with_units(numeral: str) -> int:
    total, digit = 0, None
    for c in numeral:
        if c in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        elif _DIGITS[c]:
            digit = _DIGITS[c]
    return total + (digit or 0)


def article_key(label: str) -> str | None:
    """Return the key of an article label: 第十四条 and Article 14 are "14", 第五条之一 is "5-1"."""
    match = _ARTICLE.search(label) or _ENGLISH_ARTICLE.search(label)
    if match is None:
        return None
    number = value(match[1])
    if number is None:
        return None
    return f"{number}-{value(match[2])}" if match[2] else str(number)
