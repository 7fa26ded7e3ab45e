"""The console's texts: complete in both languages, and every key that is used is there."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, meta

from bot.texts import LOCALE
from console.case import DECISIONS
from identity.problem import Hint
from registry.application import FINAL_STATES, Action, Refusal, State
from registry.services.objection import OBJECTION
from storage.cases import View
from storage.decisions import Denial
from storage.officers import SignInProblem
from storage.outcomes import OUTCOMES, TaskProblem
from storage.staff import StaffFilter
from storage.tasks import TaskKind

FILES = ("console", "notice")
ROOT = Path(__file__).resolve().parents[2]


def catalogue(lang: str, name: str) -> dict[str, str]:
    with (LOCALE / lang / "LC_MESSAGES" / f"{name}.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


ZH = {name: catalogue("zh", name) for name in FILES}
EN = {name: catalogue("en", name) for name in FILES}
WHOLE = ZH["console"].keys() | ZH["notice"].keys()


def values(text: str) -> set[str]:
    environment = Environment()
    environment.filters |= {"day": str}
    return meta.find_undeclared_variables(environment.parse(text)) - {"t"}


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_the_same_keys(name: str) -> None:
    assert ZH[name].keys() == EN[name].keys()
    assert all(text.strip() for text in (*ZH[name].values(), *EN[name].values()))


@pytest.mark.parametrize("name", FILES)
def test_both_languages_name_the_same_values(name: str) -> None:
    differing = {
        key
        for key, zh in ZH[name].items()
        if values(zh) - {"count", "institution"} != values(EN[name][key]) - {"count", "institution"}
    }

    assert differing == set()


def test_no_english_text_holds_chinese_and_none_shouts() -> None:
    english = {key: text for name in FILES for key, text in EN[name].items()}

    assert [key for key, text in english.items() if re.search(r"[\u4e00-\u9fff]", text)] == []
    assert [key for key in WHOLE if "!" in (ZH["console"] | ZH["notice"])[key]] == []


def test_every_key_written_in_a_template_or_module_is_in_the_catalogue() -> None:
    sources = [*ROOT.glob("console/**/*.html"), *ROOT.glob("console/*.py")]
    used = {
        key
        for path in sources
        for key in re.findall(
            r"""["'](console\.[a-z_.]*[a-z])["'](?! ~)""", path.read_text("utf-8")
        )
    }
    modules = {f"console.{path.stem}" for path in ROOT.glob("console/*.py")}

    assert used - modules - WHOLE - {"console.css"} == set()


KINDS_OF_KEY = {
    "console.view.{}": View,
    "console.empty.{}_clerk": View,
    "console.empty.{}_officer": View,
    "console.state.{}": State,
    "console.next.{}": set(State) - {State.DRAFT},
    "console.step.{}": Action,
    "console.act.{}": [*Action, "case_read", "case_printed", "document_read"],
    "console.done.{}": Action,
    "console.action.{}": DECISIONS,
    "console.hint.{}": DECISIONS,
    "console.send.{}": DECISIONS,
    "console.reason.{}": [action for action, row in DECISIONS.items() if row[1]],
    "notice.application.{}": [
        *DECISIONS,
        Action.DEEM_ACCEPTED,
        Action.EXPIRE,
    ],
    "console.denied.{}": [*Denial, *Refusal],
    "console.task.{}": TaskKind,
    "console.task_denied.{}": TaskProblem,
    "console.outcome.{}": {end for ends in OUTCOMES.values() for end in ends},
    "console.task_done.{}": {end for ends in OUTCOMES.values() for end in ends},
    "console.staff.show.{}": StaffFilter,
    "console.sign_in.{}": [*SignInProblem, "too_many", "stale_form"],
    "console.objection.ground.{}": OBJECTION.steps[0].values,  # type: ignore[union-attr]
    "console.face.hint.{}": Hint,
    "console.end.{}": [f"{kind}.{end}" for kind, ends in OUTCOMES.items() for end in ends],
    "notice.{}": [f"{kind}.{end}" for kind, ends in OUTCOMES.items() for end in ends],
}


@pytest.mark.parametrize("pattern", KINDS_OF_KEY)
def test_every_member_of_an_enum_that_is_shown_has_its_text(pattern: str) -> None:
    wanted = {pattern.format(str(member)) for member in KINDS_OF_KEY[pattern]}

    assert wanted - WHOLE == set()


def test_final_states_say_so() -> None:
    assert {f"console.next.{state}" for state in FINAL_STATES} <= WHOLE
