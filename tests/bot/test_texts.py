"""The texts of the chat: complete in both languages, sayable, and in the voice of the house."""

import ast
import re
from datetime import date
from typing import Any

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, meta, nodes

from bot.texts import LOCALE, texts
from handlers import words
from handlers.call import Bound
from handlers.session import Lang
from knowledge.question import looks_like_question
from registry import dates, names
from registry.services import SERVICES
from storage.applications import Correction, Receipt, Summary
from storage.practice_file import PracticeFile
from tests.bot.reached_texts import FAMILIES, ROOT, STAR, expand, said_in
from tests.bot.sample_values import values_for

OURS = ("chat.po", "program.po")
TEMPLATES = Environment()
TEMPLATES.filters |= {"day": str, "past": str, "answer": str}
BOTH = pytest.mark.parametrize("lang", list(Lang))


def ours(lang: Lang) -> dict[str, str]:
    """Key and text of the chat's own catalogues."""
    found: dict[str, str] = {}
    for name in OURS:
        with (LOCALE / lang.value / "LC_MESSAGES" / name).open("rb") as file:
            found |= {str(m.id): str(m.string) for m in read_po(file) if m.id}
    return found


ZH, EN = ours(Lang.ZH), ours(Lang.EN)
KEYS = sorted(ZH)
CASES = [pytest.param(lang, key, id=f"{lang.value}-{key}") for lang in Lang for key in KEYS]


def rendered(lang: Lang, key: str) -> str:
    """A text with plausible values."""
    return texts(lang).text(key, **values_for(key)).strip()


def variables(source: str) -> set[str]:
    """The values that a text needs."""
    return meta.find_undeclared_variables(TEMPLATES.parse(source)) - {"t"}


def named_in(source: str) -> set[str]:
    """The patterns of the keys that a text puts in by `t`; values that are keys are not seen."""
    found = set()
    for call in TEMPLATES.parse(source).find_all(nodes.Call):
        first = call.args[0]
        if isinstance(first, nodes.Const):
            found.add(str(first.value))
        elif isinstance(first, nodes.Concat) and isinstance(first.nodes[0], nodes.Const):
            found.add(f"{first.nodes[0].value}{STAR}")
    return found


def reached() -> set[str]:
    """Every pattern that the code or a text names."""
    by_code = {pattern for said in said_in("handlers", "bot") for pattern in said.patterns}
    return by_code | {pattern for text in ZH.values() for pattern in named_in(text)}


def length(lang: Lang, text: str) -> int:
    """Chinese characters, or English words."""
    if lang is Lang.ZH:
        return len(re.findall(r"[\u3400-\u9fff]", text))
    return len(text.split())


# ---------------------------------------------------------------- complete


def test_both_languages_have_the_same_keys() -> None:
    assert set(ZH) == set(EN)


@BOTH
def test_no_key_is_in_two_catalogues(lang: Lang) -> None:
    seen: list[str] = []
    for path in (LOCALE / lang.value / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            seen += [str(message.id) for message in read_po(file) if message.id]

    assert sorted(set(seen)) == sorted(seen)


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_need_the_same_values(key: str) -> None:
    assert variables(ZH[key]) == variables(EN[key])


def test_every_family_of_keys_in_the_code_is_enumerated() -> None:
    families = {pattern for pattern in reached() if STAR in pattern}

    assert families == set(FAMILIES)


@BOTH
def test_every_key_that_can_be_reached_has_a_text(lang: Lang) -> None:
    wanted = {key for pattern in reached() for key in expand(pattern)}

    assert not wanted - texts(lang).keys()


def test_every_text_can_be_reached() -> None:
    wanted = {key for pattern in reached() for key in expand(pattern)}

    assert not set(ZH) - wanted


def test_every_service_has_every_text_that_a_walk_through_it_needs() -> None:
    for service in SERVICES.values():
        assert {f"{kind}.{service.id}" for kind in ("title", "intro", "review")} <= set(ZH)
        for step in service.steps:
            assert {f"{kind}.{step.id}" for kind in ("ask", "why", "label")} <= set(ZH)


# ---------------------------------------------------------------- values


def test_the_code_passes_every_value_that_a_text_needs() -> None:
    missing = [
        (key, variables(ZH[key]) - said.passed)
        for said in said_in("handlers", "bot")
        if not said.open_ended
        for pattern in said.patterns
        for key in expand(pattern)
        if key in ZH
    ]

    assert not [(key, values) for key, values in missing if values and not _carried(key)]


def _carried(key: str) -> bool:
    """A text that is put into another one is rendered without values."""
    return key.split(".")[0] in ("title", "label", "field")


# What a whole result brings: the models that calls return.
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
    "verify.receipt": {"number", "at", "deleted", "days"},
}


@pytest.mark.parametrize("key", sorted(RESULTS))
def test_a_result_brings_every_value_that_its_text_needs(key: str) -> None:
    assert not variables(ZH[key]) - RESULTS[key]


@pytest.mark.parametrize(("lang", "key"), CASES)
def test_every_text_can_be_said(lang: Lang, key: str) -> None:
    text = rendered(lang, key)

    assert text
    assert "\n\n\n" not in text
    assert not re.search(r"None(?! of)|Undefined|\{\{|\}\}|\{%|  ", text)


# ---------------------------------------------------------------- voice

FORBIDDEN = {
    Lang.ZH: r"成功|失败|有误|非法|过期|失效|续期|换证|活体|权威认证|你|请勿|!|！|,|\?|;|<|\*\*",
    Lang.EN: r"(?i)success|invalid|expire|fail|liveness|certified|official licen|oops|"
    r"please note|sorry|!(?! you say)|<|\*\*|[\u3000-\u3013\u3016-\u303f\uff00-\uffef]",
}
# The mark of an entry that the person called wrong, and a weekday between half-width brackets.
MARKS = {Lang.ZH: "（! 您说不对）", Lang.EN: "(! you say it is wrong)"}
LONGEST = {Lang.ZH: 90, Lang.EN: 60}
# Lists grow with what they list; a consent has to say everything once.
LISTS = frozenset({"ask.face_consent", "file", "attest.ask", "review", "applications.one"})
LONGEST_CONSENT = {Lang.ZH: 330, Lang.EN: 220}
LONGEST_BUTTON = {Lang.ZH: 14, Lang.EN: 6}


@pytest.mark.parametrize(("lang", "key"), CASES)
def test_no_text_uses_a_word_that_the_house_avoids(lang: Lang, key: str) -> None:
    source = ours(lang)[key].replace(MARKS[lang], "")
    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source, flags=re.DOTALL)

    assert not re.findall(FORBIDDEN[lang], plain)


@pytest.mark.parametrize(("lang", "key"), CASES)
def test_a_message_can_be_read_at_a_glance(lang: Lang, key: str) -> None:
    if key not in LISTS:
        assert length(lang, rendered(lang, key)) <= LONGEST[lang]


@BOTH
def test_the_consent_is_whole_but_calm(lang: Lang) -> None:
    assert length(lang, rendered(lang, "ask.face_consent")) <= LONGEST_CONSENT[lang]


@BOTH
@pytest.mark.parametrize(
    "parts",
    [
        ("greeting", "privacy", "menu"),
        *[
            (f"intro.{service.id}", f"ask.{service.steps[0].id}")
            for service in SERVICES.values()
            if service.steps[0].id != "face_consent"
        ],
        *[
            (f"problem.{problem}", f"example.{step}", f"ask.{step}")
            for problem in ("wrong_check_digit", "wrong_length", "wrong_characters")
            for step in ("name", "id_number", "qualification_number")
        ],
        ("bind.bound", "bind.next_photo"),
        ("verify.unsure", "verify.receipt"),
        ("step_up", "verify.no_photo"),
    ],
    ids=" + ".join,
)
def test_parts_that_are_said_together_stay_short(lang: Lang, parts: tuple[str, ...]) -> None:
    assert length(lang, "\n\n".join(rendered(lang, part) for part in parts)) <= (
        LONGEST[lang] * 4 // 3
    )


@pytest.mark.parametrize(("lang", "key"), [c for c in CASES if "-button." in str(c.id)])
def test_a_button_is_short_and_without_a_full_stop(lang: Lang, key: str) -> None:
    label = rendered(lang, key)

    assert length(lang, label) <= LONGEST_BUTTON[lang] or "{{" in ours(lang)[key]
    assert not label.endswith(("。", ".", "！"))


@pytest.mark.parametrize(
    "key", ["submit.submitted", "withdraw.sure", "objected", "applications.one"]
)
@BOTH
def test_a_number_that_matters_stands_alone_on_its_line(lang: Lang, key: str) -> None:
    assert str(values_for(key)["number"]) in rendered(lang, key).splitlines()


# ---------------------------------------------------------------- promises

QUOTED = {Lang.ZH: r"打“([^”]+)”", Lang.EN: r"type “([^”]+)”"}


@pytest.mark.parametrize(("lang", "key"), CASES)
def test_every_word_that_a_text_tells_to_type_is_understood(lang: Lang, key: str) -> None:
    for typed in re.findall(QUOTED[lang], ours(lang)[key]):
        assert words.command(typed) is not None, typed


@BOTH
def test_every_command_of_the_help_is_understood(lang: Lang) -> None:
    listed = re.findall(r"· ([^:：\n]+)", ours(lang)["help"])
    typed = [word for line in listed for word in re.split(r"[、,]", line)]

    assert not [word for word in typed if words.command(word) is None]


@BOTH
def test_what_the_menu_suggests_to_write_starts_something(lang: Lang) -> None:
    suggested = re.findall(r"“([^”]+)”", ours(lang)["menu.bound"])

    assert suggested
    assert not [text for text in suggested if words.intent(text) is None]


@BOTH
def test_the_question_given_as_an_example_is_taken_as_a_question(lang: Lang) -> None:
    (example,) = re.findall(r"“([^”]+)”", ours(lang)["ask.hint"])

    assert looks_like_question(example)


@BOTH
@pytest.mark.parametrize("key", ["example.start_date", "ask.start_date"])
def test_the_days_given_as_examples_can_be_read(lang: Lang, key: str) -> None:
    written = ours(lang)[key].split("例如" if lang is Lang.ZH else "or example")[1]
    days = [part.strip(" :：“”.。") for part in re.split(r"、|，或|, or|, ", written)]

    window = dates.DateWindow.FROM_TODAY
    assert all(isinstance(dates.parse(day, date(2026, 11, 23), window), date) for day in days)


@BOTH
def test_the_names_given_as_examples_can_be_read(lang: Lang) -> None:
    for name in re.findall(r"[\u4e00-\u9fff·]{4,}", ours(lang)["example.name"]):
        assert name == names.parse(name)


@BOTH
def test_the_consent_says_what_the_law_wants_said(lang: Lang) -> None:
    """Who, purpose, manner, what is kept how long, rights, and the way without (PIPL 17, 30)."""
    wanted = {
        Lang.ZH: ("单位", "确认是您本人", "服务器", "平台", "删", "3 天", "撤回同意", "不用拍照"),
        Lang.EN: (
            "organisation",
            "confirm that it is you",
            "computer",
            "platform",
            "deleted",
            "three days",
            "withdraw consent",
            "without a photo",
        ),
    }
    text = rendered(lang, "ask.face_consent")

    assert not [part for part in wanted[lang] if part not in text]


# ---------------------------------------------------------------- code

TEXTLESS = [*(ROOT / "handlers").glob("*.py"), *(ROOT / "bot" / "calls").glob("*.py")]


@pytest.mark.parametrize("path", TEXTLESS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_sentence_stands_in_the_code(path: Any) -> None:
    if path.name == "words.py":
        pytest.skip("the one table of what people type")
    tree = ast.parse(path.read_text("utf-8"))
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    chinese = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in said
        and re.search(r"[\u3400-\u9fff]", node.value)
    ]

    assert not chinese
