"""People are told in time, once a stage, and by what law."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.citation import Certainty
from registry.reminders import (
    RULES,
    Due,
    Fact,
    Occasion,
    Reminder,
    attestation_every,
    due,
    occasions,
)
from registry.sending_times import Preferences, Quiet, apportion, next_send_time, wanted
from registry.synthetic import Story, generate

TODAY = date(2026, 11, 23)
CHINA = ZoneInfo("Asia/Shanghai")


def only(fact: Fact, day: date, today: date = TODAY) -> Due | None:
    dues = due([Occasion(fact=fact, day=day)], today)
    return dues[0] if dues else None


@pytest.mark.parametrize(
    ("fact", "day", "stage", "days_left"),
    [
        (Fact.ATTESTED, date(2026, 6, 1), None, None),
        (Fact.ATTESTED, date(2025, 12, 10), 30, 17),
        (Fact.ATTESTED, date(2025, 11, 23), 0, 0),
        (Fact.ATTESTED, date(2025, 11, 1), 0, -22),
        (Fact.ATTESTED, date(2025, 9, 1), -60, -83),
        (Fact.LAST_PRACTISED, date(2026, 11, 1), None, None),
        (Fact.LAST_PRACTISED, date(2025, 5, 1), 180, 159),
        (Fact.LAST_PRACTISED, date(2024, 12, 1), 30, 8),
        (Fact.LAST_PRACTISED, date(2024, 11, 30), 7, 7),
        (Fact.FILING_ENDS, date(2026, 12, 1), 30, 8),
        (Fact.SUBMITTED, date(2026, 11, 21), None, None),
        (Fact.SUBMITTED, date(2026, 11, 20), 0, 0),
        (Fact.SUBMITTED, date(2026, 11, 16), -4, -4),
        (Fact.CREDIT_YEAR_ENDS, date(2026, 12, 31), 60, 38),
        (Fact.LEFT, date(2026, 11, 20), 730, 728),
    ],
)
def test_each_reminder_comes_at_its_stage(
    fact: Fact, day: date, stage: int | None, days_left: int | None
) -> None:
    one = only(fact, day)

    assert (stage, days_left) == ((one.stage, one.days_left) if one else (None, None))


def test_the_term_of_attestation_can_be_six_months() -> None:
    occasion = Occasion(fact=Fact.ATTESTED, day=date(2026, 5, 1))

    assert due([occasion], TODAY) == ()
    assert [one.rule.key for one in due([occasion], TODAY, attestation_every(6))] == [
        Reminder.ATTESTATION
    ]


def test_every_reminder_has_one_rule_and_every_fact_one_reminder() -> None:
    assert list(Reminder) == [rule.key for rule in RULES]
    assert set(Fact) == {rule.fact for rule in RULES}
    assert all(list(rule.leads) == sorted(rule.leads, reverse=True) for rule in RULES)


def test_what_was_not_read_in_the_law_is_marked() -> None:
    unverified = {
        rule.key for rule in RULES if rule.basis and rule.basis.certainty is Certainty.UNVERIFIED
    }

    assert {Reminder.LEFT_NOT_REGISTERED, Reminder.PHOTO} == unverified


def test_nothing_says_that_the_certificate_expires() -> None:
    register = generate(TODAY)
    in_order = next(d for d in register.demo_people if d.story is Story.READY_TO_BIND)
    physician = next(p for p in register.physicians if p.id == in_order.physician_id)

    keys = [one.rule.key for one in due(occasions(physician, (), TODAY), TODAY)]
    assert keys == [Reminder.CREDITS]


def test_a_stale_file_is_the_most_pressing_of_its_reminders() -> None:
    register = generate(TODAY)
    stale = next(d for d in register.demo_people if d.story is Story.STALE_FILE)
    physician = next(p for p in register.physicians if p.id == stale.physician_id)

    first = due(occasions(physician, (), TODAY), TODAY)[0]
    assert Reminder.ATTESTATION is first.rule.key


@given(st.sampled_from(Fact), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 800))
def test_a_stage_never_goes_back(fact: Fact, day: date, later: int) -> None:
    first, second = only(fact, day), only(fact, day, TODAY + timedelta(days=later))

    if first:
        assert second is not None
        assert second.stage <= first.stage
        assert second.due_on == first.due_on


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=CHINA)),
        (datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=CHINA)),
        (datetime(2026, 11, 22, 20, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=CHINA)),
        (datetime(2026, 11, 20, 14, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=CHINA)),
        (datetime(2026, 9, 30, 14, tzinfo=UTC), datetime(2026, 10, 8, 8, tzinfo=CHINA)),
        (datetime(2026, 10, 10, 2, tzinfo=UTC), datetime(2026, 10, 10, 10, tzinfo=CHINA)),
    ],
)
def test_nothing_is_sent_at_night_or_on_days_off(now: datetime, expected: datetime) -> None:
    assert expected == next_send_time(now, CHINA)


def test_a_legal_deadline_is_sent_on_a_day_off_but_not_at_night() -> None:
    saturday_night = datetime(2026, 11, 21, 15, tzinfo=UTC)

    answer = next_send_time(saturday_night, CHINA, workdays_only=False)
    assert datetime(2026, 11, 22, 8, tzinfo=CHINA) == answer


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/New_York"]),
    st.times(),
    st.times(),
)
def test_a_send_time_is_never_earlier_nor_quiet(
    now: datetime, zone: str, start: object, end: object
) -> None:
    quiet = Quiet.model_validate({"start": start, "end": end})
    moment = next_send_time(now, ZoneInfo(zone), quiet)

    assert moment >= now
    assert moment == next_send_time(moment, ZoneInfo(zone), quiet)


def sample(*keys: Reminder) -> tuple[Due, ...]:
    rules = {rule.key: rule for rule in RULES}
    return tuple(
        Due(rule=rules[key], subject="", due_on=TODAY, stage=0, days_left=0) for key in keys
    )


@pytest.mark.parametrize(
    ("preferences", "kept"),
    [
        (Preferences(), (Reminder.CREDITS, Reminder.TWO_YEAR_STOP)),
        (Preferences(stopped=frozenset({Reminder.CREDITS})), (Reminder.TWO_YEAR_STOP,)),
        (
            Preferences(snoozed=((Reminder.CREDITS, TODAY + timedelta(days=1)),)),
            (Reminder.TWO_YEAR_STOP,),
        ),
        (
            Preferences(snoozed=((Reminder.CREDITS, TODAY),)),
            (Reminder.CREDITS, Reminder.TWO_YEAR_STOP),
        ),
        (Preferences(paused_until=TODAY + timedelta(days=1)), ()),
        (Preferences(paused_until=TODAY), (Reminder.CREDITS, Reminder.TWO_YEAR_STOP)),
    ],
)
def test_what_the_person_stopped_is_not_sent(
    preferences: Preferences, kept: tuple[Reminder, ...]
) -> None:
    dues = sample(Reminder.CREDITS, Reminder.TWO_YEAR_STOP)

    assert kept == tuple(one.rule.key for one in wanted(dues, preferences, TODAY))


@pytest.mark.parametrize(("already", "single", "digest"), [(0, 3, 0), (1, 1, 2), (5, 1, 2)])
def test_beyond_the_weekly_cap_all_but_legal_deadlines_become_one_digest(
    already: int, single: int, digest: int
) -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    sent = [now - timedelta(days=1)] * already + [now - timedelta(days=8)]
    dues = sample(Reminder.CREDITS, Reminder.ID_CARD, Reminder.TWO_YEAR_STOP)

    answer = apportion(dues, sent, now, weekly_cap=2)
    assert (single, digest) == (len(answer.single), len(answer.digest))
