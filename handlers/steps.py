"""One step of a form: what it offers, and what a typed answer to it means."""

from datetime import date
from typing import NamedTuple

from handlers.call import Option
from handlers.choosing import choose
from handlers.effect import Button, Input, Style
from handlers.scene import button, standing
from handlers.session import Form, Known
from handlers.words import NO, YES, plain
from registry import departments, names
from registry.dates import Ambiguous
from registry.dates import parse as parse_date
from registry.numbers import qualification, resident_id
from registry.problem import Mistake, Problem
from registry.service import (
    Answer,
    Check,
    ChoiceStep,
    ConfirmStep,
    DateStep,
    DocumentStep,
    PhotoStep,
    Step,
    TextStep,
)

DEPARTMENT_LONGEST = 30
FREE_TEXT_LONGEST = 500
MASKED = 4
SELFIE = "selfie"


class Taken(NamedTuple):
    """An answer and how the review shows it."""

    answer: Answer
    label: str


Reading = Taken | Option | Mistake | Ambiguous | None
"""None: this text is no answer to this kind of step."""


def buttons(step: Step, form: Form) -> tuple[Button, ...]:
    """What can be pressed instead of typing."""
    if form.options and isinstance(step, DateStep):
        return tuple(
            button(f"option:{place}", "button.day", day=option.value)
            for place, option in enumerate(form.options)
        )
    if form.options:
        offered = tuple(
            Button(
                key=f"option:{place}",
                label=f"{option.label} · {option.detail}" if option.detail else option.label,
                data=True,
            )
            for place, option in enumerate(form.options)
        )
        return (*offered, button("none"))
    if isinstance(step, ConfirmStep):
        return (
            button("agree", f"button.agree.{step.id}", Style.MAIN),
            button("otherwise", f"button.otherwise.{step.otherwise}"),
        )
    if isinstance(step, ChoiceStep):
        return tuple(button(f"value:{v}", f"choice.{step.id}.{v}") for v in step.values)
    return ()


def otherwise(step: Step, known: Known) -> tuple[Button, ...]:
    """Beside a selfie: the page or the film that shows it is fresh, and the way without a face."""
    if step.id != SELFIE:
        return ()
    page = (standing("capture", "button.capture", Style.MAIN),) if known.capture else ()
    film = (standing("film", "button.film"),) if known.films else ()
    return (*page, *film, standing("manual", "button.otherwise.manual_verification"))


def control(step: Step) -> Input:
    """The control that fits the answer."""
    if isinstance(step, PhotoStep):
        return Input.SELFIE if step.id == SELFIE else Input.PHOTO
    if isinstance(step, DocumentStep):
        return Input.DOCUMENT
    return Input.DATE if isinstance(step, DateStep) else Input.TEXT


def read(step: Step, form: Form, text: str, today: date) -> Reading:
    """What a typed text means as an answer to a step; institutions are looked up elsewhere."""
    chosen = _option(form, text) if form.options else None
    if chosen is not None:
        return chosen
    match step:
        case TextStep():
            return _text(step, form, text, today)
        case DateStep():
            return _date(step, text, today)
        case ChoiceStep():
            return _choice(step, text)
        case ConfirmStep():
            return _confirm(text)
        case _:
            return None


def _option(form: Form, text: str) -> Reading:
    place = choose(text, [option.label for option in form.options])
    if place is None:
        place = choose(text, [f"{option.label} {option.detail}" for option in form.options])
    return None if place is None else form.options[place]


def _choice(step: ChoiceStep, text: str) -> Reading:
    place = choose(text, step.values)
    return None if place is None else Taken(step.values[place], step.values[place])


def _confirm(text: str) -> Reading:
    typed = plain(text)
    if typed in YES:
        return Taken(True, "")
    return Taken(False, "") if typed in NO else None


def _date(step: DateStep, text: str, today: date) -> Reading:
    parsed = parse_date(text, today, step.window)
    if isinstance(parsed, date):
        return Taken(parsed.isoformat(), parsed.isoformat())
    return parsed


def _text(step: TextStep, form: Form, text: str, today: date) -> Reading:
    match step.check:
        case Check.PERSON_NAME:
            name = names.parse(text)
            return name if isinstance(name, Mistake) else Taken(name, name)
        case Check.RESIDENT_ID:
            number = resident_id.parse(text, today)
            return number if isinstance(number, Mistake) else _masked(number.number)
        case Check.QUALIFICATION_NUMBER:
            return _qualification(form, text, today)
        case Check.DEPARTMENT:
            return _department(text)
        case Check.FREE_TEXT:
            return _short(text, FREE_TEXT_LONGEST)


def _qualification(form: Form, text: str, today: date) -> Reading:
    parsed = qualification.parse(text, today)
    if isinstance(parsed, Mistake):
        return parsed
    holder = form.answers.get("id_number")
    if isinstance(holder, str) and parsed.holder_id != holder:
        return Mistake(problem=Problem.ID_MISMATCH)
    return _masked(parsed.number)


def _department(text: str) -> Reading:
    """The department's code where the name is one of the list, else what was typed."""
    short = _short(text, DEPARTMENT_LONGEST)
    found = departments.find(text)
    if isinstance(short, Taken) and len(found) == 1:
        return Taken(found[0].code, short.label)
    return short


def _short(text: str, longest: int) -> Reading:
    tidy = " ".join(text.split())
    if not tidy:
        return Mistake(problem=Problem.EMPTY)
    if not any(character.isalnum() for character in tidy):
        return Mistake(problem=Problem.WRONG_CHARACTERS, found=tidy[:10])
    if len(tidy) > longest:
        return Mistake(problem=Problem.TOO_LONG, expected=str(longest), found=str(len(tidy)))
    return Taken(tidy, tidy)


def _masked(number: str) -> Taken:
    return Taken(number, "•" * MASKED + number[-MASKED:])
