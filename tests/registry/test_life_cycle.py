"""An application moves only as the table says, and always tells what happens next."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from registry.application import (
    FINAL_STATES,
    Act,
    Action,
    Actor,
    AuthorityState,
    InstitutionState,
    LeavingState,
    Refusal,
    Refused,
    Route,
    Standing,
    State,
    digest,
    receipt_number,
)
from registry.life_cycle import TRANSITIONS, act, allowed_actions
from registry.next_step import Task, next_step
from registry.time_limits import Limit, Promise

APPLICANT_ID = 7
START = datetime(2026, 9, 21, 9, tzinfo=UTC)
FULL = Route(leaving=True, decision=Limit.CHANGE_DECISION)


def done(action: Action, actor: Actor, days: int = 0, **more: object) -> Act:
    """An act some days after the start, by somebody who may act for that side."""
    own = APPLICANT_ID if actor is Actor.APPLICANT else None
    fields = {"person": f"{actor}-1", "physician_id": own, **more}
    return Act.model_validate(
        {"action": action, "actor": actor, "at": START + timedelta(days=days), **fields}
    )


def run(*acts: Act, route: Route = FULL) -> Standing:
    """The standing after all `acts`, each of which must be allowed."""
    standing = Standing(route=route, applicant_id=APPLICANT_ID, province="42")
    for one in acts:
        after = act(standing, one)
        assert isinstance(after, Standing), (one.action, after)
        standing = after
    return standing


SUBMIT = done(Action.SUBMIT, Actor.APPLICANT)
CONFIRM = done(Action.CONFIRM, Actor.INSTITUTION, 1)
ACCEPT = done(Action.ACCEPT, Actor.AUTHORITY, 2)
APPROVE = done(Action.APPROVE, Actor.AUTHORITY, 3)
REFUSE = done(Action.REFUSE, Actor.AUTHORITY, 3, reasons=("聘用证明已过期",))
RETURN = done(Action.RETURN, Actor.INSTITUTION, 1, reasons=("不是本院职工",))
ASK = done(
    Action.ASK_CORRECTION,
    Actor.AUTHORITY,
    2,
    reasons=("缺照片", "缺聘用证明"),
    due=date(2026, 10, 20),
)
RESUBMIT = done(Action.RESUBMIT, Actor.APPLICANT, 10)


@pytest.mark.parametrize(
    ("acts", "state", "actor", "task"),
    [
        ((), State.DRAFT, Actor.APPLICANT, Task.SUBMIT),
        ((SUBMIT,), State.SUBMITTED, Actor.INSTITUTION, Task.CONFIRM),
        ((SUBMIT, CONFIRM), State.CONFIRMED, Actor.AUTHORITY, Task.ACCEPT_OR_ASK_CORRECTION),
        ((SUBMIT, CONFIRM, ACCEPT), State.ACCEPTED, Actor.AUTHORITY, Task.DECIDE),
        ((SUBMIT, CONFIRM, ACCEPT, APPROVE), State.APPROVED, Actor.AUTHORITY, Task.DELIVER),
        (
            (SUBMIT, CONFIRM, ACCEPT, REFUSE),
            State.REFUSED,
            Actor.APPLICANT,
            Task.MAY_ASK_RECONSIDERATION,
        ),
        ((SUBMIT, RETURN), State.CORRECTION, Actor.APPLICANT, Task.CORRECT),
        ((SUBMIT, RETURN, RESUBMIT), State.SUBMITTED, Actor.INSTITUTION, Task.CONFIRM),
        ((SUBMIT, CONFIRM, ASK), State.CORRECTION, Actor.APPLICANT, Task.CORRECT),
        (
            (SUBMIT, CONFIRM, ASK, RESUBMIT),
            State.CONFIRMED,
            Actor.AUTHORITY,
            Task.ACCEPT_OR_ASK_CORRECTION,
        ),
        ((SUBMIT, done(Action.WITHDRAW, Actor.APPLICANT, 1)), State.WITHDRAWN, None, Task.NOTHING),
        ((done(Action.EXPIRE, Actor.SYSTEM, 90),), State.EXPIRED, None, Task.NOTHING),
    ],
)
def test_every_state_names_who_acts_next(
    acts: tuple[Act, ...], state: State, actor: Actor | None, task: Task
) -> None:
    standing = run(*acts)

    after = next_step(standing)
    assert (state, actor, task) == (standing.state, after.actor, after.task)


@pytest.mark.parametrize(
    ("acts", "due"),
    [
        ((SUBMIT,), date(2026, 9, 29)),
        ((SUBMIT, CONFIRM), date(2026, 9, 30)),
        ((SUBMIT, CONFIRM, ACCEPT), date(2026, 10, 14)),
        ((SUBMIT, CONFIRM, ASK), date(2026, 10, 20)),
        ((SUBMIT, CONFIRM, ACCEPT, REFUSE), date(2026, 11, 23)),
    ],
)
def test_every_open_task_has_its_last_day(acts: tuple[Act, ...], due: date) -> None:
    promises = (Promise(province="42", key=Limit.CHANGE_DECISION, amount=10),)

    assert due == next_step(run(*acts), promises).due


def test_states_of_institution_and_authority_are_kept_apart() -> None:
    standing = run(SUBMIT, CONFIRM, ASK)

    assert (
        standing.institution,
        standing.authority,
    ) == (InstitutionState.CONFIRMED, AuthorityState.CORRECTION_ASKED)
    assert standing.reasons == ("缺照片", "缺聘用证明")


@pytest.mark.parametrize(
    ("before", "refused", "reason"),
    [
        ((), ACCEPT, Refusal.NOT_IN_THIS_STATE),
        ((), RESUBMIT, Refusal.NOT_IN_THIS_STATE),
        ((SUBMIT,), SUBMIT, Refusal.NOT_IN_THIS_STATE),
        ((SUBMIT,), APPROVE, Refusal.NOT_IN_THIS_STATE),
        ((SUBMIT, CONFIRM), APPROVE, Refusal.NOT_IN_THIS_STATE),
        ((SUBMIT, CONFIRM, ACCEPT, APPROVE), REFUSE, Refusal.NOT_IN_THIS_STATE),
        (
            (),
            done(Action.SUBMIT, Actor.APPLICANT, physician_id=8),
            Refusal.NOT_YOURS,
        ),
        (
            (SUBMIT,),
            done(Action.CONFIRM, Actor.INSTITUTION, physician_id=APPLICANT_ID),
            Refusal.OWN_APPLICATION,
        ),
        (
            (SUBMIT, CONFIRM, ACCEPT),
            done(Action.APPROVE, Actor.AUTHORITY, physician_id=APPLICANT_ID),
            Refusal.OWN_APPLICATION,
        ),
        (
            (SUBMIT, CONFIRM, ACCEPT),
            done(Action.REFUSE, Actor.AUTHORITY, reasons=(" ",)),
            Refusal.REASON_MISSING,
        ),
        ((SUBMIT,), done(Action.RETURN, Actor.INSTITUTION), Refusal.REASON_MISSING),
        ((SUBMIT, CONFIRM, ASK, RESUBMIT), ASK, Refusal.CORRECTION_ALREADY_ASKED),
        (
            (SUBMIT, CONFIRM),
            ASK.model_copy(update={"at": START + timedelta(days=17)}),
            Refusal.TOO_LATE,
        ),
        ((SUBMIT, CONFIRM), ASK.model_copy(update={"due": None}), Refusal.DATE_MISSING),
        (
            (SUBMIT, CONFIRM),
            done(Action.DEEM_ACCEPTED, Actor.SYSTEM, 5),
            Refusal.TOO_EARLY,
        ),
        ((SUBMIT, CONFIRM, ASK), done(Action.EXPIRE, Actor.SYSTEM, 29), Refusal.TOO_EARLY),
    ],
)
def test_what_is_not_allowed_is_refused_with_the_reason(
    before: tuple[Act, ...], refused: Act, reason: Refusal
) -> None:
    assert Refused(reason=reason) == act(run(*before), refused)


def test_without_a_notice_in_time_it_counts_as_accepted_on_receipt() -> None:
    standing = run(SUBMIT, CONFIRM, done(Action.DEEM_ACCEPTED, Actor.SYSTEM, 17))

    assert (State.ACCEPTED, date(2026, 9, 22)) == (standing.state, standing.accepted_on)


def test_a_correction_that_never_came_expires_after_its_last_day() -> None:
    assert State.EXPIRED is run(SUBMIT, CONFIRM, ASK, done(Action.EXPIRE, Actor.SYSTEM, 30)).state


@pytest.mark.parametrize(
    ("said", "leaving"),
    [
        ((), LeavingState.WAITING),
        ((done(Action.CONFIRM_LEAVING, Actor.OLD_INSTITUTION, 1),), LeavingState.CONFIRMED),
        (
            (done(Action.OBJECT_TO_LEAVING, Actor.OLD_INSTITUTION, 1, reasons=("服务期未满",)),),
            LeavingState.OBJECTED,
        ),
    ],
)
def test_the_old_institution_may_speak_but_never_blocks(
    said: tuple[Act, ...], leaving: LeavingState
) -> None:
    standing = run(SUBMIT, *said, CONFIRM, ACCEPT, APPROVE)

    assert (State.APPROVED, leaving) == (standing.state, standing.leaving)


def test_without_an_old_institution_nobody_speaks_for_it() -> None:
    standing = run(SUBMIT, route=Route())

    answer = act(standing, done(Action.CONFIRM_LEAVING, Actor.OLD_INSTITUTION, 1))
    assert Refused(reason=Refusal.NO_OLD_INSTITUTION) == answer


def test_an_update_of_the_file_is_in_force_when_the_institution_confirms() -> None:
    standing = run(SUBMIT, CONFIRM, route=Route(authority=False))

    assert State.APPROVED is standing.state
    assert AuthorityState.NOT_NEEDED is standing.authority
    assert Task.NOTHING is next_step(standing).task


def test_without_an_institution_the_application_goes_straight_to_the_authority() -> None:
    standing = run(SUBMIT, route=Route(institution=False))

    assert (standing.state, standing.institution) == (State.CONFIRMED, InstitutionState.NOT_NEEDED)


def test_an_institution_that_applies_for_its_staff_needs_no_second_confirmation() -> None:
    standing = run(done(Action.SUBMIT, Actor.INSTITUTION))

    assert (standing.state, standing.institution) == (State.CONFIRMED, InstitutionState.CONFIRMED)


def test_four_eyes_need_the_same_decision_of_two_officers() -> None:
    route = Route(four_eyes=True)
    proposed = run(SUBMIT, CONFIRM, ACCEPT, APPROVE, route=route)
    other = done(Action.APPROVE, Actor.AUTHORITY, 4, person="authority-2")
    opposed = done(Action.REFUSE, Actor.AUTHORITY, 4, person="authority-2", reasons=("缺照片",))

    assert (proposed.state, next_step(proposed).task) == (State.ACCEPTED, Task.DECIDE_SECOND)
    assert Refused(reason=Refusal.SECOND_PERSON_NEEDED) == act(proposed, APPROVE)
    assert State.APPROVED is run(SUBMIT, CONFIRM, ACCEPT, APPROVE, other, route=route).state
    assert State.ACCEPTED is run(SUBMIT, CONFIRM, ACCEPT, APPROVE, opposed, route=route).state


def test_days_are_counted_in_beijing_time() -> None:
    late_in_london = done(Action.SUBMIT, Actor.APPLICANT, at=datetime(2026, 9, 21, 17, tzinfo=UTC))

    assert date(2026, 9, 22) == run(late_in_london).submitted_on


def test_receipts_and_digests_are_stable() -> None:
    assert receipt_number(2026, 4217) == "YZ-2026-004217"
    assert digest({"a": 1, "b": "医"}) == digest({"b": "医", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert len(digest({})) == 64


def test_no_transition_leaves_a_final_state() -> None:
    assert not [row for row in TRANSITIONS if row.sources & FINAL_STATES]


class AnyOrder(RuleBasedStateMachine):
    """Whatever anybody tries in any order, the application stays whole."""

    def __init__(self) -> None:
        super().__init__()
        self.standing = Standing(route=FULL, applicant_id=APPLICANT_ID)
        self.day = 0

    @rule(
        action=st.sampled_from(Action),
        actor=st.sampled_from(Actor),
        days=st.integers(0, 12),
        physician_id=st.sampled_from([None, APPLICANT_ID]),
        reasons=st.sampled_from([(), ("缺照片",)]),
    )
    def somebody_acts(
        self,
        action: Action,
        actor: Actor,
        days: int,
        physician_id: int | None,
        reasons: tuple[str, ...],
    ) -> None:
        self.day += days
        due = (START + timedelta(days=self.day + 10)).date()
        one = done(action, actor, self.day, physician_id=physician_id, reasons=reasons, due=due)
        after = act(self.standing, one)
        if isinstance(after, Standing):
            assert action in allowed_actions(self.standing, actor)
            assert self.standing.state not in FINAL_STATES
            self.standing = after

    @invariant()
    def somebody_must_act_unless_it_is_over(self) -> None:
        after = next_step(self.standing)
        over = self.standing.state in FINAL_STATES

        assert over or (after.actor is not None and after.task is not Task.NOTHING)

    @invariant()
    def an_open_application_can_be_withdrawn(self) -> None:
        can = Action.WITHDRAW in allowed_actions(self.standing, Actor.APPLICANT)

        assert can is (self.standing.state not in FINAL_STATES)

    @invariant()
    def it_survives_storage(self) -> None:
        assert self.standing == Standing.model_validate_json(self.standing.model_dump_json())


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
