"""Days, moments, places and terms as people in the console read them."""

from datetime import UTC, date, datetime
from typing import Any

from babel.dates import format_datetime

from bot.texts import Texts, day
from handlers.session import Lang
from registry.departments import DEPARTMENT_BY_CODE
from registry.physician import RegistrationState
from registry.regions import PROVINCES, region
from registry.scopes import SCOPE_BY_CODE, Category, Level
from registry.term import Term
from registry.titles import Title
from registry.workdays import workdays_left
from storage.beijing import BEIJING
from storage.beijing import day as china_day
from storage.cases import Person

# Working days before a deadline from which it is marked.
NEAR = 5
_TERMS: tuple[type[Term], ...] = (Level, Category, Title, RegistrationState)


def today() -> date:
    """The date in China now."""
    return china_day(datetime.now(UTC))


class Words:
    """Puts data into words in one language; the sentences themselves are in the catalogues."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.lang = texts.lang
        self.t = texts.text

    def day(self, value: date | str | None) -> str:
        """2026年12月18日(周五), Fri 18 December 2026."""
        return day(value, self.lang)

    def moment(self, value: datetime | None) -> str:
        """A moment in China's time to the minute."""
        if value is None:
            return "—"
        zh = self.lang is Lang.ZH
        return str(
            format_datetime(
                value.astimezone(BEIJING),
                "y年M月d日 HH:mm" if zh else "d MMM y, HH:mm",
                locale="zh_CN" if zh else "en_GB",
            )
        )

    def age(self, value: datetime) -> str:
        """How long something has been waiting: minutes, hours or days."""
        minutes = max(0, int((datetime.now(UTC) - value).total_seconds() // 60))
        if minutes < 1:
            return self.t("console.age.now")
        if minutes < 60:
            return self.t("console.age.minutes", count=minutes)
        if minutes < 60 * 24:
            return self.t("console.age.hours", count=minutes // 60)
        return self.t("console.age.days", count=minutes // (60 * 24))

    def left(self, due: date) -> str:
        """Working days until a deadline, or by how many it has passed."""
        left = workdays_left(today(), due)
        if due == today():
            return self.t("console.left.today")
        key = "console.left.over" if left < 0 or due < today() else "console.left.days"
        return self.t(key, count=abs(left))

    def short_day(self, value: date | datetime) -> str:
        """A day for a column of a table: 2026-11-23."""
        return (china_day(value) if isinstance(value, datetime) else value).isoformat()

    def is_over(self, due: date) -> bool:
        """Whether a deadline has passed."""
        return due < today()

    def is_near(self, due: date) -> bool:
        """Whether at most `NEAR` working days are left."""
        return workdays_left(today(), due) <= NEAR

    def steps(self, names: str) -> str:
        """The questions of a service whose answers were corrected, one a line."""
        return "、".join(self.t(f"console.answer.{name}") for name in names.split("\n"))

    def place(self, digits: str) -> str:
        """A province, city or county by its two, four or six digits."""
        if len(digits) == 2:
            province = PROVINCES.get(digits)
            return (province.zh if self.lang is Lang.ZH else province.en) if province else digits
        found = region(digits.ljust(6, "0"))
        return found.full_name if found else digits

    def body(self, name: str) -> str:
        """An institution by its name, an authority by the digits of its region."""
        return self.t("console.authority", place=self.place(name)) if name.isdigit() else name

    def term(self, key: str) -> str:
        """A level, category, title or state of registration by its key."""
        for terms in _TERMS:
            if key in terms.__members__.values():
                return next(term for term in terms if term.value == key).in_language(self.lang)
        return key

    def department(self, value: str) -> str:
        """A department by its code, or as it was typed."""
        found = DEPARTMENT_BY_CODE.get(value)
        if found is None:
            return value
        return found.zh if self.lang is Lang.ZH else found.en

    def scopes(self, person: Person) -> str:
        """The scopes of practice, by name."""
        names = [SCOPE_BY_CODE[code] for code in person.scopes if code in SCOPE_BY_CODE]
        return (
            "、".join(one.zh for one in names)
            if self.lang is Lang.ZH
            else ", ".join(one.en for one in names)
        )

    def value(self, field: str, value: Any) -> str:
        """One side of a changed field."""
        match field:
            case "main_institution":
                return str(value["name"]) if value else self.t("console.none")
            case "registered_place":
                return self.place(str(value)) if value else self.t("console.none")
            case "department":
                return self.department(str(value)) or self.t("console.none")
            case "filings":
                return "、".join(value) if value else self.t("console.none")
        return str(value)


def masked(number: str) -> str:
    """A number that identifies a person, with its middle covered."""
    return number if len(number) < 11 else f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
