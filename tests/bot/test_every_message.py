"""Whatever a person does and whatever comes back, each message can be said in both languages."""

from datetime import UTC, date, datetime
from typing import Any, cast

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.answering import told
from bot.rendering import rendered
from bot.texts import texts
from handlers.call import BindOutcome, Bound, FieldState, Found, Function, Option
from handlers.event import JobKind, Media, UploadProblem
from handlers.session import Form, Known, Lang, Waiting
from handlers.words import COMMANDS, INTENTS
from identity.problem import Problem as PhotoProblem
from identity.verdict import Verdict
from knowledge.base import KnowledgeBase
from knowledge.reply import (
    Answer,
    Candidates,
    Citation,
    Currency,
    Refusal,
    RefusalKind,
    Topic,
    Translation,
)
from registry.application import Action, Actor, State
from registry.attestation import Field, Why
from registry.next_step import Task
from registry.services import SERVICES
from storage.applications import Correction, NotSubmitted, Receipt, Step, Summary, WithdrawOutcome
from storage.conversations import Direction, StoredLine
from storage.ledger import PassedOn
from storage.my_data import Kept
from tests.bot.sample_values import values_for
from tests.handlers.conversation import AT, Talk

# A refusal, or an article of a law, reads nothing more from the base.
NO_GUIDES = cast(KnowledgeBase, None)
NUMBER = "YZ-2026-000001"
DAY = date(2026, 12, 1)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLACE = "江岸区仁和医院"

TYPED = (
    "附属 第二个 1/3/2027 2026年12月1日 2019年1月1日 3月 心内科 林知秋 <b> 是 不 怎么办？ "
    "420000197003280061 420000197003280062 200642110420000197003280061 "
    "200642110420000197703280061"
)
WORDS = st.sampled_from([*COMMANDS, *INTENTS]) | st.sampled_from(
    [*TYPED.split(), "", "🎉" * 80, "字" * 600]
)
RIGHT = {
    "name": "林知秋",
    "id_number": "420000197003280061",
    "qualification_number": "200642110420000197003280061",
    "institution": "附属",
    "record_institution": "附属",
    "start_date": "2026年12月1日",
    "department": "心内科",
    "statement": "姓名写错了。",
}
KEYS = st.sampled_from(
    [f"do:{service}" for service in SERVICES]
    + [f"go:{place}" for place in ("file", "applications", "attest", "menu", "ask", "my_data")]
    + ["back", "cancel", "pause", "why", "skip", "submit", "keep", "discard", "resume", "object"]
    + ["agree", "otherwise", "none", "option:0", "option:1", "option:2", "value:taken", "attest"]
    + ["start_over", "leave", "manual", "officer:1", "doubt:phone", "change:institution", "lang:en"]
    + [f"withdraw:{NUMBER}", f"withdraw_yes:{NUMBER}", f"correct:{NUMBER}", "unbind_yes"]
    + ["snooze:1", "stop:attestation", "useful:1", "useless:1"]
    + ["go:template", "template:yes", "template:no", "erase"]
)
OPTION = st.builds(
    Option,
    value=st.just("A1"),
    label=st.just(PLACE),
    note=st.sampled_from(["", "other_province", "same_institution"]),
)
SUMMARY = st.builds(
    Summary,
    number=st.just(NUMBER),
    service=st.just("change_main_institution"),
    institution=st.just(PLACE),
    state=st.sampled_from(State),
    waits_for=st.none() | st.sampled_from(Actor),
    task=st.sampled_from(Task),
    due=st.just(DAY),
    working_days_left=st.integers(-3, 9),
    reasons=st.sampled_from([(), ("看不清公章。",)]),
    steps=st.tuples(
        st.builds(
            Step, at=st.just(NOW), actor=st.sampled_from(Actor), action=st.sampled_from(Action)
        )
    ),
)
FIELD = st.builds(
    FieldState,
    field=st.sampled_from([field.value for field in Field]),
    value=st.sampled_from(["", "2026-03-01"]),
    reason=st.sampled_from([why.value for why in Why]),
    confirmed_on=st.none() | st.just(DAY),
)
RECEIPT = st.builds(
    Receipt,
    number=st.just(NUMBER),
    digest=st.just("0" * 64),
    waits_for=st.sampled_from([Actor.INSTITUTION, Actor.AUTHORITY]),
    institution=st.just(PLACE),
    deadline=st.none() | st.just(DAY),
)
MOMENT = st.none() | st.just(NOW)
KEPT = st.builds(
    Kept,
    face_consent=MOMENT,
    template_consent=MOMENT,
    template_until=MOMENT,
    photo=st.booleans(),
    lines=st.integers(0, 300),
    files=st.integers(0, 3),
    applications=st.integers(0, 2),
)
SOMEWHERE = st.sampled_from(["", PLACE])
CITATION = st.builds(
    Citation,
    document=st.just("d"),
    law=st.just("医师法"),
    article=st.just("18"),
    label=st.just("第十八条"),
    lines=st.just(("原文",)),
    line_numbers=st.just((0,)),
    in_force_from=st.none() | st.just(DAY),
    currency=st.sampled_from(Currency),
    since=st.none() | st.just(DAY),
    translation=st.none()
    | st.just(Translation(document="e", title="Law", label="Article 18", lines=("Words",))),
    translated_only=st.booleans(),
)
REPLY = st.one_of(
    st.builds(
        Refusal,
        kind=st.sampled_from(RefusalKind),
        law=st.none() | st.just("护士条例"),
        as_of=st.just(DAY),
        patient_details=st.booleans(),
    ),
    *[
        st.builds(
            kind,
            citations=st.tuples(CITATION),
            as_of=st.just(DAY),
            topic=st.just(Topic(question="?")),
            patient_details=st.booleans(),
        )
        for kind in (Answer, Candidates)
    ],
)


def as_json(**more: Any) -> Any:
    """What a call returns: the model as JSON, with what the call adds."""
    return lambda model: more | model.model_dump(mode="json")


def outcome(values: Any, **more: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A result that is told by its outcome."""
    return st.sampled_from(list(values)).map(lambda value: {"outcome": value} | more)


RESULTS: dict[Function, st.SearchStrategy[dict[str, Any]]] = {
    Function.FIND_INSTITUTION: st.builds(
        Found, options=st.lists(OPTION, max_size=3).map(tuple)
    ).map(as_json()),
    Function.BIND: st.builds(
        Bound, outcome=st.sampled_from(BindOutcome), name=st.just("林知秋"), institution=SOMEWHERE
    ).map(as_json()),
    Function.SUBMIT: RECEIPT.map(as_json(outcome="submitted"))
    | outcome([*NotSubmitted, "already_open"], number=NUMBER),
    Function.APPLICATIONS: st.lists(SUMMARY.map(as_json()), max_size=2).map(
        lambda found: {"applications": found}
    ),
    Function.FILE: st.just({key: values_for("file")[key] for key in values_for("file")}),
    Function.WITHDRAW: outcome(WithdrawOutcome, number=NUMBER),
    Function.CORRECTION: st.just({"number": NUMBER})
    | st.just(
        Correction(
            number=NUMBER,
            service="change_main_institution",
            answers={"institution": "A1"},
            labels={"institution": PLACE},
            reason="看不清公章。",
        ).model_dump(mode="json")
    ),
    Function.JUDGE_ANSWER: outcome(["useful", "gone"]) | outcome(["useless"], passed_on="already"),
    Function.SUBSCRIBE: outcome(["on", "off", "everything"]),
    Function.ASK_OFFICER: outcome(PassedOn).map(
        lambda passed: {"outcome": "asked", "passed_on": passed["outcome"]}
    ),
    Function.OBJECT: st.just({"number": 1, "institution": PLACE}),
    Function.REQUEST_VERIFICATION: SOMEWHERE.map(
        lambda name: {"outcome": "asked", "institution": name}
    ),
    Function.MY_DATA: KEPT.map(as_json()),
    Function.COPY_LINK: st.sampled_from([{"url": ""}, {"url": "/copy/x", "minutes": 10}]),
    Function.TEMPLATE: st.fixed_dictionaries(
        {"agreed": st.booleans(), "until": st.sampled_from(["", NOW.isoformat()])}
    ),
    Function.KEEP_TEMPLATE: outcome(["agreed", "refused", "deleted"]),
    Function.SUBMIT_PHOTO: SOMEWHERE.map(lambda name: {"institution": name}),
    Function.ATTESTATION: st.lists(FIELD.map(as_json()), max_size=3).map(
        lambda fields: {"fields": fields, "attested_on": None}
    ),
    Function.ATTEST: st.fixed_dictionaries(
        {
            "confirmed": st.integers(0, 2),
            "doubted": st.sampled_from([[], ["phone", "title"]]),
            "institution": SOMEWHERE,
        }
    ),
    Function.SNOOZE: st.just({"days": 7}),
    Function.HAND_OVER: outcome(["asked", "back"], institution=PLACE),
}
PHOTO = st.one_of(
    st.fixed_dictionaries(
        {
            "outcome": st.sampled_from([*Verdict, "unavailable"]),
            "blob": st.just("b"),
            "receipt": st.fixed_dictionaries(
                {
                    "number": st.just(1),
                    "at": st.just(NOW.isoformat()),
                    "deleted": st.booleans(),
                    "days": st.just(3),
                    "template": st.sampled_from(["", NOW.isoformat()]),
                }
            ),
        }
    ),
    st.fixed_dictionaries(
        {
            "outcome": st.just("problem"),
            "problem": st.sampled_from(PhotoProblem),
            "tries_left": st.integers(0, 2),
        }
    ),
)
KNOWN = st.builds(
    Known,
    bound=st.sampled_from([True, True, False]),
    has_photo=st.booleans(),
    face_consent=st.booleans(),
    template_offer=st.booleans(),
    verified_at=st.sampled_from([None, AT]),
    handed_over=st.sampled_from([False, False, False, True]),
).map(lambda known: known.but(name="林知秋" if known.bound else ""))


class EveryMessage(RuleBasedStateMachine):
    """A person who does anything, and a program that answers in every way it can."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk()

    @initialize(results=st.fixed_dictionaries(RESULTS))
    def the_program_is_there(self, results: dict[Function, dict[str, Any]]) -> None:
        self.talk.answers |= results

    @rule(known=KNOWN)
    def becomes(self, known: Known) -> None:
        self.talk.known = known

    @rule(data=st.data(), function=st.sampled_from(list(RESULTS)))
    def the_program_answers(self, data: st.DataObject, function: Function) -> None:
        self.talk.answers[function] = data.draw(RESULTS[function])

    @rule(service=st.sampled_from(list(SERVICES)), steps=st.integers(0, 6), result=PHOTO)
    def is_led_through(self, service: str, steps: int, result: dict[str, Any]) -> None:
        """Begin a service, answer so many of its questions as asked, look at the photo."""
        self.talk.press(f"do:{service}")
        for _ in range(steps):
            self.each_message_can_be_said_in_both_languages()
            self._answer()
        top = self.talk.session.stack[-1] if self.talk.session.stack else None
        if isinstance(top, Waiting):
            self.each_message_can_be_said_in_both_languages()
            usable = top.job is JobKind.EXAMINE and result["outcome"] != "problem"
            self.talk.finish(top.job, **result | ({"outcome": "ready"} if usable else {}))

    def _answer(self) -> None:
        top = self.talk.session.stack[-1] if self.talk.session.stack else None
        step = top.step if isinstance(top, Form) else None
        fitting = [k for k in ("agree", "option:0", "value:taken", "submit") if k in self.talk.keys]
        if fitting:
            self.talk.press(fitting[0])
        elif step in RIGHT:
            self.talk.say(RIGHT[step])
        elif step:
            self.talk.upload("b")

    @rule(text=WORDS)
    def says(self, text: str) -> None:
        self.talk.say(text)

    @rule(key=KEYS)
    def presses(self, key: str) -> None:
        self.talk.press(key)

    @rule(data=st.data())
    def presses_what_is_shown(self, data: st.DataObject) -> None:
        if self.talk.keys:
            self.talk.press(data.draw(st.sampled_from(self.talk.keys)))

    @rule(media=st.sampled_from(Media), problem=st.none() | st.sampled_from(UploadProblem))
    def uploads(self, media: Media, problem: UploadProblem | None) -> None:
        self.talk.upload(None if problem else "b", media, problem=problem)  # type: ignore[arg-type]

    @rule(reply=REPLY, passed_on=st.none() | st.sampled_from(PassedOn), lang=st.sampled_from(Lang))
    def is_answered(
        self, reply: Answer | Candidates | Refusal, passed_on: str | None, lang: str
    ) -> None:
        result = told(NO_GUIDES, reply, lang)
        self.talk.finish(JobKind.ANSWER, answer=1, passed_on=passed_on, **result)

    @rule(hours=st.sampled_from([0, 1, 100]))
    def comes_back(self, hours: int) -> None:
        self.talk.later(hours=hours).open("start")

    @invariant()
    def each_message_can_be_said_in_both_languages(self) -> None:
        for show in self.talk.shows:
            body = show.model_dump(mode="json")
            line = StoredLine(1, 1, Direction.BOT, body, NOW)
            for lang in Lang:
                said = rendered(line, texts(lang))
                assert said.text
                assert all(button.label for button in said.buttons)


EveryMessage.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestEveryMessage = EveryMessage.TestCase
