"""The forms in which people write a day: each a pattern and a reader of what it may mean.

A reader yields (year, month, day) triples, also impossible ones; the caller drops those.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

_Match = re.Match[str]
_Triple = tuple[int, int, int]
Reader = Callable[[_Match, date], Iterator[_Triple]]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_WEEKDAYS = "1234567"
_DAY_WORDS = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "当日": 0,
    "现在": 0,
    "即日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "now": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_SHIFTS = {
    "上上": -2,
    "上": -1,
    "last": -1,
    "这": 0,
    "本": 0,
    "当": 0,
    "this": 0,
    "下": 1,
    "next": 1,
    "下下": 2,
    "前年": -2,
    "去年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "后年": 2,
}
_UNIT_DAYS = {"天": 1, "日": 1, "day": 1, "周": 7, "星期": 7, "礼拜": 7, "week": 7}
_UNIT_MONTHS = {"月": 1, "month": 1, "年": 12, "year": 12}
_BACKWARDS = ("前", "以前", "之前", "ago", "before", "earlier")
_YEARS_AHEAD_FOR_TWO_DIGITS = 20


def _triple(day: date) -> _Triple:
    return day.year, day.month, day.day


def _numbers(match: _Match) -> list[int]:
    return [int(group) for group in match.groups()]


def _year_month_day(match: _Match, today: date) -> Iterator[_Triple]:
    year, month, day = _numbers(match)
    yield year, month, day


def _eight_digits(match: _Match, today: date) -> Iterator[_Triple]:
    text = match[0]
    yield int(text[:4]), int(text[4:6]), int(text[6:])
    yield int(text[4:]), int(text[2:4]), int(text[:2])
    yield int(text[4:]), int(text[:2]), int(text[2:4])


def _full_year(two_digits: int, today: date) -> int:
    """The year with these last digits that lies at most 20 years ahead."""
    latest = today.year + _YEARS_AHEAD_FOR_TWO_DIGITS
    return latest - (latest - two_digits) % 100


def _short_year_month_day(match: _Match, today: date) -> Iterator[_Triple]:
    year, month, day = _numbers(match)
    yield _full_year(year, today), month, day


def _day_month_year(match: _Match, today: date) -> Iterator[_Triple]:
    first, second, year = _numbers(match)
    yield year, second, first
    yield year, first, second


def _three_short(match: _Match, today: date) -> Iterator[_Triple]:
    """A part is read as a year only where it has two digits."""
    first, second, third = _numbers(match)
    if len(match[1]) == 2:
        yield _full_year(first, today), second, third
    if len(match[3]) == 2:
        yield _full_year(third, today), second, first
        yield _full_year(third, today), first, second


def _nearest(month: int, day: int, today: date) -> Iterator[_Triple]:
    """This year's such day, and the one of the year before or after on the other side of today."""
    yield today.year, month, day
    if (month, day) != (today.month, today.day):
        yield today.year + (1 if (month, day) < (today.month, today.day) else -1), month, day


def _month_day(match: _Match, today: date) -> Iterator[_Triple]:
    month, day = _numbers(match)
    yield from _nearest(month, day, today)


def _month_day_unordered(match: _Match, today: date) -> Iterator[_Triple]:
    first, second = _numbers(match)
    yield from _nearest(first, second, today)
    yield from _nearest(second, first, today)


def _named_year(match: _Match, today: date) -> Iterator[_Triple]:
    yield today.year + _SHIFTS[match[1]], int(match[2]), int(match[3])


def _day_word(match: _Match, today: date) -> Iterator[_Triple]:
    yield _triple(today + timedelta(days=_DAY_WORDS[match[0]]))


def _this_weeks(weekday: int, today: date) -> date:
    return today + timedelta(days=weekday - today.weekday())


def _around(weekday: int, today: date) -> Iterator[_Triple]:
    """The last such weekday up to today and the next from today on."""
    yield _triple(today - timedelta(days=(today.weekday() - weekday) % 7))
    yield _triple(today + timedelta(days=(weekday - today.weekday()) % 7))


def _chinese_weekday(match: _Match, today: date) -> Iterator[_Triple]:
    weekday = 6 if match[2] in "日天" else _CHINESE_WEEKDAYS.index(match[2])
    if match[1] is None:
        yield from _around(weekday, today)
        return
    weeks = timedelta(weeks=_SHIFTS[match[1]])
    yield _triple(_this_weeks(weekday, today) + weeks)


def _weekday_of_week(match: _Match, today: date) -> Iterator[_Triple]:
    weekday = _WEEKDAYS.index(match["weekday"][:3])
    yield _triple(_this_weeks(weekday, today) + timedelta(weeks=_SHIFTS[match["shift"]]))


def _english_weekday(match: _Match, today: date) -> Iterator[_Triple]:
    """ "Next Friday" said on a Monday is the coming one for some and the one after for others."""
    weekday = _WEEKDAYS.index(match["weekday"][:3])
    if match[1] is None:
        yield from _around(weekday, today)
        return
    shift = _SHIFTS.get(match[1], 0)
    this_weeks = _this_weeks(weekday, today)
    yield _triple(this_weeks + timedelta(weeks=shift))
    if (shift > 0 and this_weeks > today) or (shift < 0 and this_weeks < today):
        yield _triple(this_weeks)


def _shift_months(year: int, month: int, months: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def _last_of_month(year: int, month: int) -> date:
    after_year, after_month = _shift_months(year, month, 1)
    return date(after_year, after_month, 1) - timedelta(days=1)


def _named_month(match: _Match, today: date) -> Iterator[_Triple]:
    year, month = _shift_months(today.year, today.month, _SHIFTS[match["shift"]])
    yield year, month, int(match["day"])


def _end_of_month(match: _Match, today: date) -> Iterator[_Triple]:
    year, month = _shift_months(today.year, today.month, _SHIFTS[match["shift"] or "this"])
    yield _triple(_last_of_month(year, month))


def _end_of_year(match: _Match, today: date) -> Iterator[_Triple]:
    yield today.year + _SHIFTS[match["shift"] or "this"], 12, 31


def _bare_day(match: _Match, today: date) -> Iterator[_Triple]:
    day = int(match[1])
    yield today.year, today.month, day
    if day != today.day:
        yield (*_shift_months(today.year, today.month, 1 if day < today.day else -1), day)


def _distance(match: _Match, today: date) -> Iterator[_Triple]:
    unit = match["unit"]
    sign = -1 if match["way"] in _BACKWARDS else 1
    if match["count"] == "半":
        yield from _half(unit, sign, today)
        return
    count = sign * int(match["count"])
    if unit in _UNIT_DAYS:
        yield _triple(today + timedelta(days=count * _UNIT_DAYS[unit]))
    else:
        yield from _months_away(count * _UNIT_MONTHS[unit], today)


def _half(unit: str, sign: int, today: date) -> Iterator[_Triple]:
    if unit == "年":
        yield from _months_away(6 * sign, today)
    elif unit == "月":
        yield _triple(today + timedelta(days=15 * sign))


def _months_away(months: int, today: date) -> Iterator[_Triple]:
    """The same day of that month, or its last day where the month is shorter (民法典 202)."""
    year, month = _shift_months(today.year, today.month, months)
    yield year, month, min(today.day, _last_of_month(year, month).day)


def _english_month(match: _Match, today: date) -> Iterator[_Triple]:
    month = _MONTHS.index(match["month"][:3]) + 1
    day = int(match["day"])
    if match["year"]:
        yield int(match["year"]), month, day
    else:
        yield from _nearest(month, day, today)


_D = r"(\d{1,2})"
_END = "[日号]?"
_WEEK = "个?(?:周|星期|礼拜)"
_SHIFT = "(?P<shift>上|这|本|当|下|下下)"
_ENGLISH_MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH_WEEKDAY = (
    "(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|"
    "sat(?:urday)?|sun(?:day)?)"
)
_UNIT = "(?P<unit>day|week|month|year)s?"

FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(\d{{4}})[-/.,年 ]{_D}[-/.,月 ]{_D}{_END}", _year_month_day),
        (r"\d{8}", _eight_digits),
        (rf"(\d{{2}})年{_D}月{_D}{_END}", _short_year_month_day),
        (rf"{_D}[-/. ]{_D}[-/. ](\d{{4}})", _day_month_year),
        (rf"{_D}[-/.]{_D}[-/.]{_D}", _three_short),
        (rf"{_D}月{_D}{_END}", _month_day),
        (rf"{_D}[-.]{_D}", _month_day),
        (rf"{_D}/{_D}", _month_day_unordered),
        (rf"(前年|去年|今年|本年|明年|后年){_D}月{_D}{_END}", _named_year),
        ("|".join(_DAY_WORDS), _day_word),
        (rf"(上上|上|这|本|下下|下)?{_WEEK}([1-7日天])", _chinese_weekday),
        (rf"(?:(next|this|last|coming|this coming) )?{_ENGLISH_WEEKDAY}", _english_weekday),
        (rf"{_ENGLISH_WEEKDAY} (?P<shift>next|this|last) week", _weekday_of_week),
        (rf"(?P<shift>next|this|last) week {_ENGLISH_WEEKDAY}", _weekday_of_week),
        (rf"{_SHIFT}个?月(?P<day>\d{{1,2}}){_END}", _named_month),
        (r"(?P<day>\d{1,2}) (?P<shift>next|this|last) month", _named_month),
        (r"(?P<shift>next|this|last) month(?: on)? (?P<day>\d{1,2})", _named_month),
        (rf"{_SHIFT}?个?月(?:底|末)", _end_of_month),
        (r"(?:end|last day) (?P<shift>next|this|last)? ?month", _end_of_month),
        (r"(?P<shift>今年|明年|去年)?(?:年?底|年末)", _end_of_year),
        (r"end (?P<shift>next|this|last)? ?year", _end_of_year),
        (rf"{_D}[日号]", _bare_day),
        (
            r"(?P<count>\d{1,3}|半)个?(?P<unit>天|日|周|星期|礼拜|月|年)"
            r"(?P<way>以后|之后|后|以前|之前|前)",
            _distance,
        ),
        (rf"(?P<way>in) (?P<count>\d{{1,3}}) {_UNIT}", _distance),
        (rf"(?P<count>\d{{1,3}}) {_UNIT} (?P<way>ago|earlier|later|from now)", _distance),
        (rf"{_ENGLISH_MONTH} (?P<day>\d{{1,2}})(?: (?P<year>\d{{4}}))?", _english_month),
        (rf"(?P<year>\d{{4}})[ -]{_ENGLISH_MONTH}[ -](?P<day>\d{{1,2}})", _english_month),
        (rf"(?P<day>\d{{1,2}})[ -]{_ENGLISH_MONTH}(?:[ -](?P<year>\d{{4}}))?", _english_month),
    )
)
DAY_MISSING = re.compile(
    rf"\d{{4}}[-/.年]\d{{1,2}}月?|\d{{1,2}}月|\d{{4}}年?|{_ENGLISH_MONTH}(?: \d{{4}})?"
    r"|(?:上|这|本|下)?个?(?:月初?|月中旬?|周末?|星期|礼拜)"
    r"|(?:前年|去年|今年|明年|后年|年初)(?:\d{1,2}月)?|(?:next|this|last) (?:week|month|year)"
)
