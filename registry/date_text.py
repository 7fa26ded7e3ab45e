"""A typed day brought to one plain form: half width, lower case, Arabic digits, no ornament."""

import re
import unicodedata

LONGEST = 60
_SIMPLE = str.maketrans("週號個兩後禮這內來壹貳參", "周号个两后礼这内来一二三") | str.maketrans(
    {"廿": "二十", "卅": "三十", "份": ""}
)
_SAME = (("元旦", "一月一日"), ("元月", "一月"), ("儿个", "儿"), ("儿", "天"))
_ORNAMENT = re.compile(
    r"\((?:周|星期|礼拜|mon|tue|wed|thu|fri|sat|sun)[^)]*\)"
    r"|(?<=[\d日号])[t ,]*\d{1,2}:\d{2}.*$"
    r"|(?<=[日号\d])\s*(?:周|星期|礼拜)[一二三四五六日天]$"
    r"|(?<=[日号天\d])(?:凌晨|早上|上午|中午|下午|晚上)?(?:\d{1,2}[点时].*)?$"
    r"|\s(?:morning|afternoon|noon|evening)$"
    r"|^(?:(?:从|在|就|大概|约|应该是?|是|on|by|from|since|it was|日期:|date:)\s*)+"
    r"|(?:开始|那天|当天|吧|左右|起|的时候)$"
    r"|[。!！,，;；]+$"
)
_NUMERAL = re.compile(r"[〇零○一二三四五六七八九十两]+")
_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "两": "2",
}
_ENGLISH_FILLER = re.compile(r"\b(?:the|of|on)\b|,")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_BARE_ORDINAL = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)")
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ENGLISH_NUMBERS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS, start=1)}
_ENGLISH_NUMBERS |= {"a": "1", "an": "1"}


def plain(text: str) -> str:
    """The plain form that the patterns of `registry.date_forms` are written for."""
    half_width = unicodedata.normalize("NFKC", text[: LONGEST * 2]).strip().lower()
    bare = _strip_ornament(half_width.translate(_SIMPLE))
    if re.search(r"[\u3007-\u9fff]", bare):
        return _plain_chinese(re.sub(r"\s+", "", bare))
    return _plain_english(bare) if re.search("[a-z]", bare) else re.sub(r"\s+", " ", bare)


def _strip_ornament(text: str) -> str:
    while (shorter := _ORNAMENT.sub("", text).strip()) != text:
        text = shorter
    return text


def _plain_chinese(text: str) -> str:
    for other, usual in _SAME:
        text = text.replace(other, usual)
    return _NUMERAL.sub(lambda run: _value(run[0]), text)


def _value(run: str) -> str:
    """Digits of a Chinese numeral: by place ("二〇二六") or with tens ("二十三")."""
    if "十" not in run:
        return "".join(_DIGITS[c] for c in run)
    tens, _, ones = run.partition("十")
    return f"{_value(tens) or '1'}{_value(ones) or '0'}"


def _plain_english(text: str) -> str:
    if bare := _BARE_ORDINAL.fullmatch(text):
        return f"{bare[1]}日"
    words = _ENGLISH_FILLER.sub(" ", _ORDINAL.sub(r"\1", text)).replace(".", " ").split()
    return " ".join(_ENGLISH_NUMBERS.get(word, word) for word in words)
