"""When a notice may be sent: not at night, not on days off, not too often."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from registry import workdays
from registry.frozen import Frozen
from registry.reminders import Due, Reminder

WEEK: Final = timedelta(days=7)


class Quiet(Frozen):
    """Local hours without notices, from `start` over midnight to `end`."""

    start: time = time(21)
    end: time = time(8)


USUAL_QUIET = Quiet()


class Preferences(Frozen):
    """What the person has asked: kinds stopped, kinds put off until a day, all paused."""

    stopped: frozenset[Reminder] = frozenset()
    snoozed: tuple[tuple[Reminder, date], ...] = ()
    paused_until: date | None = None


class Sending(Frozen):
    """What is sent on its own, and what goes into one digest."""

    single: tuple[Due, ...]
    digest: tuple[Due, ...]


def next_send_time(
    now: datetime,
    timezone: tzinfo,
    quiet: Quiet = USUAL_QUIET,
    calendar: workdays.Calendar = workdays.PACKAGED_ONLY,
    workdays_only: bool = True,
) -> datetime:
    """The first moment from `now` (aware) on that is outside quiet hours, in `timezone`.

    `workdays_only` also leaves out holidays and weekends of the Chinese calendar; legal deadlines
    are sent on these days too.
    """
    local = now.astimezone(timezone)
    moment = _after_quiet(local, quiet)
    while workdays_only and not workdays.is_workday(moment.date(), calendar):
        moment = _morning(moment.date() + timedelta(days=1), quiet, timezone)
    return moment


def wanted(dues: Iterable[Due], preferences: Preferences, today: date) -> tuple[Due, ...]:
    """The reminders that the person has not stopped, put off or paused."""
    if preferences.paused_until and today < preferences.paused_until:
        return ()
    asleep = {key for key, until in preferences.snoozed if today < until}
    silent = preferences.stopped | asleep
    return tuple(one for one in dues if one.rule.key not in silent)


def apportion(
    dues: Sequence[Due], sent_at: Iterable[datetime], now: datetime, weekly_cap: int
) -> Sending:
    """Legal deadlines on their own; the others too while the week has room, else as one digest."""
    room = weekly_cap - sum(now - WEEK < moment <= now for moment in sent_at)
    others = tuple(one for one in dues if not one.rule.legal)
    legal = tuple(one for one in dues if one.rule.legal)
    if len(others) <= room:
        return Sending(single=(*legal, *others), digest=())
    return Sending(single=legal, digest=others)


def _after_quiet(local: datetime, quiet: Quiet) -> datetime:
    clock = local.time()
    over_midnight = quiet.start > quiet.end
    evening = clock >= quiet.start if over_midnight else False
    early = clock < quiet.end if over_midnight else quiet.start <= clock < quiet.end
    if evening:
        return _morning(local.date() + timedelta(days=1), quiet, local.tzinfo)
    return _morning(local.date(), quiet, local.tzinfo) if early else local


def _morning(day: date, quiet: Quiet, timezone: tzinfo | None) -> datetime:
    return datetime.combine(day, quiet.end, timezone)
