"""The texts of the chat keep to the voice of the house, and to what they promise."""

import hashlib
import re
from datetime import date

import pytest

from bot.calls.accounts import FACE_CONSENT_VERSION
from bot.templates import CONSENT_VERSION
from handlers import words
from handlers.session import Lang
from knowledge.question import looks_like_question
from registry import dates, names
from registry.services import SERVICES
from tests.bot.own_texts import length, ours, rendered, spoken, words_only
from tests.bot.sample_values import values_for

BOTH = pytest.mark.parametrize("lang", list(Lang))
FORBIDDEN = {
    Lang.ZH: r"成功|失败|有误|非法|无效|过期|失效|续期|换证|活体|权威认证|你|请勿|[!！,?;<]|\*\*",
    Lang.EN: r"(?i)success|invalid|expire|fail|liveness|certified|official licen|oops|"
    r"please note|sorry|[!<]|\*\*|[\u3000-\u3013\u3016-\u303f\uff00-\uffef]",
}
# The mark of an entry that the person called wrong.
MARKS = {Lang.ZH: "（! 您说不对）", Lang.EN: "(! you say it is wrong)"}
LONGEST = {Lang.ZH: 90, Lang.EN: 60}
LONGEST_TOGETHER = {Lang.ZH: 120, Lang.EN: 80}
# A consent has to say everything once; lists grow with what they list.
LONGEST_CONSENT = {Lang.ZH: 330, Lang.EN: 220}
CONSENT_TEXTS = ("ask.face_consent", "template.ask")
LISTS = frozenset({*CONSENT_TEXTS, "file", "attest.ask", "review", "applications.one", "my_data"})
LONGEST_BUTTON = {Lang.ZH: 14, Lang.EN: 6}


@BOTH
def test_no_text_uses_a_word_that_the_house_avoids(lang: Lang) -> None:
    plain = {key: words_only(text.replace(MARKS[lang], "")) for key, text in spoken(lang).items()}

    assert not {key: text for key, text in plain.items() if re.search(FORBIDDEN[lang], text)}


@BOTH
def test_a_message_can_be_read_at_a_glance(lang: Lang) -> None:
    lengths = {key: length(lang, rendered(lang, key)) for key in spoken(lang) if key not in LISTS}

    assert not {key: count for key, count in lengths.items() if count > LONGEST[lang]}


@BOTH
def test_parts_that_are_said_together_stay_short(lang: Lang) -> None:
    together = [
        ("greeting", "privacy", "menu"),
        *[
            (f"intro.{s.id}", f"ask.{s.steps[0].id}")
            for s in SERVICES.values()
            if s.steps and not asks_consent(s)
        ],
        *[
            (f"problem.{problem}", f"example.{step}", f"ask.{step}")
            for problem in ("wrong_check_digit", "wrong_length", "wrong_characters")
            for step in ("name", "id_number", "qualification_number")
        ],
        ("problem.id_mismatch", "example.qualification_number", "ask.qualification_number"),
        ("bind.name_variant", "bind.next_photo"),
        ("verify.no_match", "verify.receipt"),
        ("step_up", "verify.no_photo"),
    ]
    lengths = {
        parts: sum(length(lang, rendered(lang, part)) for part in parts) for parts in together
    }

    assert not {parts: n for parts, n in lengths.items() if n > LONGEST_TOGETHER[lang]}


def asks_consent(service) -> bool:  # type: ignore[no-untyped-def]
    """Whether a service begins with the one text that may be long."""
    return bool(service.steps[0].id == "face_consent")


@BOTH
def test_a_button_is_short_and_without_a_full_stop(lang: Lang) -> None:
    labels = {
        key: words_only(text).strip()
        for key, text in ours(lang).items()
        if key.startswith("button.")
    }

    assert not {k: text for k, text in labels.items() if length(lang, text) > LONGEST_BUTTON[lang]}
    assert not {k: text for k, text in labels.items() if text.endswith(("。", "."))}


@BOTH
@pytest.mark.parametrize(
    "key",
    ["submit.submitted", "submit.already_open", "withdraw.sure", "objected", "applications.one"],
)
def test_a_number_that_matters_stands_alone_on_its_line(lang: Lang, key: str) -> None:
    assert str(values_for(key)["number"]) in rendered(lang, key).splitlines()


TO_TYPE = {Lang.ZH: r"打“([^”]+)”", Lang.EN: r"type “([^”]+)”"}


@BOTH
def test_every_word_that_a_text_tells_to_type_is_understood(lang: Lang) -> None:
    told = {word for text in spoken(lang).values() for word in re.findall(TO_TYPE[lang], text)}

    assert told
    assert not {word for word in told if words.command(word) is None}


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

    assert not [
        day for day in days if not isinstance(dates.parse(day, date(2026, 11, 23), window), date)
    ]


@BOTH
def test_the_names_given_as_examples_can_be_read(lang: Lang) -> None:
    given = re.findall(r"[\u4e00-\u9fff·]{4,}", ours(lang)["example.name"])

    assert given == [names.parse(name) for name in given]


# Who, what for, how, what is kept how long, the rights, the way without: PIPL 17, 28 to 30.
CONSENT = {
    (Lang.ZH, "ask.face_consent"): (
        *("单位", "确认是您本人", "服务器", "平台", "删", "3 天", "撤回同意", "不用拍照"),
    ),
    (Lang.EN, "ask.face_consent"): (
        *("organisation", "confirm that it is you", "computer", "platform", "deleted"),
        *("three days", "withdraw consent", "without a photo"),
    ),
    (Lang.ZH, "template.ask"): (
        *("单位", "只用来认出", "服务器", "密钥", "12 个月", "删除模板", "照样办事", "版本"),
    ),
    (Lang.EN, "template.ask"): (
        *("organisation", "only to notice", "computer", "encrypted", "12 months"),
        *("delete template", "served just the same", "Version"),
    ),
}


@BOTH
@pytest.mark.parametrize("key", CONSENT_TEXTS)
def test_a_consent_says_what_the_law_wants_said_and_stays_calm(lang: Lang, key: str) -> None:
    text = rendered(lang, key)

    assert not [part for part in CONSENT[lang, key] if part not in text]
    assert length(lang, text) <= LONGEST_CONSENT[lang]


# Whoever changes the wording gives it a new version here and where the version stands: a consent
# that was given covers the text that was shown, and no other.
CONSENTS = {
    "ask.face_consent": (FACE_CONSENT_VERSION, {"2026-11-3": "03c52ca0caa5d172"}),
    "template.ask": (CONSENT_VERSION, {"2026-11-1": "199a94272aa2c59d"}),
}


@pytest.mark.parametrize("key", CONSENT_TEXTS)
def test_a_consent_that_was_given_names_the_very_words_that_were_shown(key: str) -> None:
    version, known = CONSENTS[key]
    shown = "\n\n".join(ours(lang)[key] for lang in Lang)

    assert known[version] == hashlib.sha256(shown.encode()).hexdigest()[:16]


def test_the_consent_to_a_template_shows_its_version() -> None:
    assert not [lang for lang in Lang if CONSENT_VERSION not in ours(lang)["template.ask"]]
