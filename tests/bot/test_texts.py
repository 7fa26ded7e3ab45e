"""The texts of the chat are complete in both languages, and the code can say each of them."""

import ast
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.answering import told
from bot.texts import LOCALE, day, texts
from handlers.call import Bound
from handlers.session import Lang
from knowledge.base import KnowledgeBase
from knowledge.reply import Refusal, RefusalKind
from registry.services import SERVICES
from storage.applications import Correction, Receipt, Summary
from storage.my_data import Kept
from storage.practice_file import PracticeFile
from tests.bot.own_texts import catalogue, ours, reached, rendered, variables
from tests.bot.reached_texts import FAMILIES, ROOT, STAR, expand, said_in

BOTH = pytest.mark.parametrize("lang", list(Lang))
ZH = ours(Lang.ZH)
EN = ours(Lang.EN)


def wanted() -> set[str]:
    """Every key that can be said."""
    return {key for pattern in reached() for key in expand(pattern)}


def test_both_languages_have_the_same_keys() -> None:
    assert set(ZH) == set(EN)


@BOTH
def test_no_key_is_in_two_catalogues(lang: Lang) -> None:
    names = [path.name for path in (LOCALE / lang.value / "LC_MESSAGES").glob("*.po")]
    times = Counter(key for name in names for key in catalogue(lang, name))

    assert not [key for key, count in times.items() if count > 1]


def test_both_languages_need_the_same_values() -> None:
    assert {k: variables(ZH[k]) for k in ZH} == {k: variables(EN[k]) for k in ZH}


def test_every_family_of_keys_in_the_code_is_enumerated() -> None:
    assert {pattern for pattern in reached() if STAR in pattern} == set(FAMILIES)


@BOTH
def test_every_key_that_can_be_reached_has_a_text(lang: Lang) -> None:
    missing = sorted(wanted() - texts(lang).keys())

    assert not missing


def test_every_text_can_be_reached() -> None:
    idle = sorted(set(ZH) - wanted())

    assert not idle


@pytest.mark.parametrize("service", SERVICES.values(), ids=lambda service: service.id)
def test_a_walk_through_a_service_never_lacks_a_text(service) -> None:  # type: ignore[no-untyped-def]
    of_service = {f"{kind}.{service.id}" for kind in ("title", "intro", "review")}
    of_steps = {f"{kind}.{s.id}" for kind in ("ask", "why", "label") for s in service.steps}

    assert not (of_service | of_steps) - set(ZH)


def test_the_code_passes_every_value_that_a_text_needs() -> None:
    """Where a whole result is passed, the tests below look at it."""
    missing = {
        key: variables(ZH[key]) - said.passed
        for said in said_in("handlers", "bot")
        if not said.open_ended
        for key in {key for pattern in said.patterns for key in expand(pattern)} & set(ZH)
    }

    assert not {key: values for key, values in missing.items() if values}


# What a whole result brings: the models that the calls return.
RESULTS: dict[str, set[str]] = {
    "submit.submitted": {"outcome", *Receipt.model_fields},
    "submit.already_open": {"outcome", "number"},
    "applications.one": set(Summary.model_fields),
    "bind.bound": set(Bound.model_fields),
    "bind.rebound": set(Bound.model_fields),
    "bind.name_variant": set(Bound.model_fields),
    "correction": set(Correction.model_fields),
    "file": set(PracticeFile.model_fields),
    "withdraw.withdrawn": {"outcome", "number"},
    "withdraw.decided": {"outcome", "number"},
    "withdraw.not_found": {"outcome", "number"},
    "objected": {"number", "institution"},
    "manual.asked": {"outcome", "institution"},
    "hand_over.asked": {"outcome", "institution"},
    "photo_submitted": {"institution"},
    "attested": {"confirmed", "doubted", "institution"},
    "snoozed": {"days"},
    "verify.receipt": {"number", "at", "deleted", "days", "template"},
    "my_data": set(Kept.model_fields),
}


@pytest.mark.parametrize("key", RESULTS)
def test_a_result_brings_every_value_that_its_text_needs(key: str) -> None:
    assert not variables(ZH[key]) - RESULTS[key]


@pytest.mark.parametrize("kind", [k for k in RefusalKind if k is not RefusalKind.OWN_CASE])
def test_what_is_told_of_a_refusal_has_every_value_that_its_text_needs(
    kind: RefusalKind, tmp_path: Path
) -> None:
    base = KnowledgeBase(tmp_path)
    result = told(base, Refusal(kind=kind, as_of=date(2026, 11, 23)), "zh")

    assert not variables(ZH[f"answer.{kind}"]) - set(result["params"])


@BOTH
def test_every_text_can_be_said(lang: Lang) -> None:
    said = {key: rendered(lang, key) for key in ours(lang)}
    broken = re.compile(r"None(?! of)|Undefined|\{\{|\}\}|\{%|  |\n\n\n|^$")

    assert not {key: text for key, text in said.items() if broken.search(text)}


@pytest.mark.parametrize(
    ("written", "lang", "shown"),
    [
        ("2026-12-18", Lang.ZH, "2026年12月18日(周五)"),
        ("2026-12-18", Lang.EN, "Fri 18 December 2026"),
        ("2026-11-23T16:33:00+00:00", Lang.ZH, "2026年11月24日(周二)"),
        (None, Lang.ZH, "—"),
        ("", Lang.EN, "—"),
    ],
)
def test_a_day_is_written_as_people_read_it_by_the_calendar_of_china(
    written: str | None, lang: Lang, shown: str
) -> None:
    assert shown == day(written, lang)


TEXTLESS = [*(ROOT / "handlers").glob("*.py"), *(ROOT / "bot" / "calls").glob("*.py")]
# The one table of what people type.
TYPED = ROOT / "handlers" / "words.py"


def test_no_sentence_stands_in_the_code() -> None:
    assert not {path.name: found for path in TEXTLESS if path != TYPED and (found := chinese(path))}


def chinese(path: Path) -> list[str]:
    """Chinese strings of a source file, but for its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in explained
        and re.search(r"[\u3400-\u9fff]", node.value)
    ]
