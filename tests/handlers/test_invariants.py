"""What must hold whatever a person does: never silent, never stuck, never unstorable."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from handlers.event import JobKind, Media, UploadProblem
from handlers.session import Form, Known, Lang, Session, Waiting, recover
from handlers.words import COMMANDS, INTENTS
from registry.services import SERVICES
from tests.handlers.conversation import AT, Talk

WORDS = st.sampled_from([*COMMANDS, *INTENTS]) | st.sampled_from(
    [
        "附属",
        "第二个",
        "2026年12月1日",
        "心内科",
        "林知秋",
        "420000197003280061",
        "是",
        "怎么办？",
        "🎉" * 80,
    ]
)
KEYS = st.sampled_from(
    [
        *(f"do:{service}" for service in SERVICES),
        *(
            f"go:{place}"
            for place in (
                "file",
                "applications",
                "attest",
                "menu",
                "ask",
                "my_data",
                "template",
                "nowhere",
            )
        ),
        *(
            "back",
            "cancel",
            "pause",
            "why",
            "skip",
            "submit",
            "keep",
            "discard",
            "resume",
            "object",
        ),
        *("agree", "otherwise", "none", "option:0", "option:9", "option:x", "value:name", "attest"),
        *(
            "start_over",
            "leave",
            "manual",
            "officer:1",
            "useless:1",
            "doubt:phone",
            "change:institution",
            "lang:en",
        ),
        *(
            "withdraw:YZ-2026-000001",
            "withdraw_yes:YZ-2026-000001",
            "correct:YZ-2026-000001",
            "stop:x",
            "template:yes",
            "template:no",
            "erase",
        ),
    ]
)


class Conversation(RuleBasedStateMachine):
    """A person who presses, types and sends anything, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk()
        self.said = False

    @rule(
        known=st.builds(
            Known,
            bound=st.booleans(),
            has_photo=st.booleans(),
            face_consent=st.booleans(),
            template_offer=st.booleans(),
        )
    )
    def becomes(self, known: Known) -> None:
        self.talk.known = known.but(name="林知秋" if known.bound else "")
        self.said = False

    @rule(text=WORDS | st.text(max_size=40))
    def says(self, text: str) -> None:
        self.talk.say(text)
        self.said = True

    @rule(key=KEYS, behind=st.integers(0, 2))
    def presses(self, key: str, behind: int) -> None:
        self.talk.press(key, max(self.talk.session.turn - behind, 0))
        self.said = True

    @rule(media=st.sampled_from(Media), problem=st.none() | st.sampled_from(UploadProblem))
    def uploads(self, media: Media, problem: UploadProblem | None) -> None:
        self.talk.upload(None if problem else "b", media, problem=problem)  # type: ignore[arg-type]
        self.said = True

    @rule(outcome=st.sampled_from(["match", "unsure", "no_match", "unavailable"]))
    def is_matched(self, outcome: str) -> None:
        waited = any(
            isinstance(frame, Waiting) and frame.job is JobKind.MATCH
            for frame in self.talk.session.stack[-1:]
        )
        self.talk.finish(JobKind.MATCH, outcome=outcome, receipt={"number": 1})
        self.said = waited

    @rule(hours=st.floats(0, 100))
    def comes_back(self, hours: float) -> None:
        self.talk.later(hours=hours).open("start")
        self.said = True

    @invariant()
    def everything_said_is_answered(self) -> None:
        """A message, or a job whose result will be one."""
        if self.said:
            assert self.talk.shows or self.talk.jobs

    @invariant()
    def no_message_is_empty(self) -> None:
        for show in self.talk.shows:
            assert show.parts

    @invariant()
    def the_session_survives_storage(self) -> None:
        session = self.talk.session
        assert Session.model_validate_json(session.model_dump_json()) == session

    @invariant()
    def an_open_form_always_offers_a_press(self) -> None:
        top = self.talk.session.stack[-1:]
        if top and isinstance(top[0], Form) and self.talk.shows:
            assert self.talk.keys

    @invariant()
    def answers_belong_to_the_service(self) -> None:
        for frame in (*self.talk.session.stack, *self.talk.session.paused):
            if isinstance(frame, Form) and frame.step is not None:
                assert SERVICES[frame.service].step(frame.step).id == frame.step


Conversation.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
TestConversation = Conversation.TestCase


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_at_any_step_of_binding_is_answered(text: str) -> None:
    for filled in ((), ("林知秋",), ("林知秋", "420000197003280061")):
        talk = Talk().press("do:bind")
        for answer in filled:
            talk.say(answer)

        talk.say(text)

        assert talk.shows or talk.jobs


@given(st.binary(max_size=200) | st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_an_unreadable_session_is_recovered_never_raised(stored: bytes | str) -> None:
    text = stored.decode("latin-1") if isinstance(stored, bytes) else stored

    assert recover(text, Lang.ZH, SERVICES).recovered


def test_the_answers_of_an_unreadable_session_come_back_as_a_draft() -> None:
    stored = '{"schema_version": 99, "stack": [{"service": "change_main_institution", "answers": {"department": "03"}}]}'
    talk = Talk(Known(bound=True), recover(stored, Lang.ZH, SERVICES))

    assert talk.say("菜单").messages == ["session.recovered", "menu.bound"]
    assert talk.press("resume").session.stack[0].answers == {"department": "03"}  # type: ignore[union-attr]
    assert talk.at == AT
