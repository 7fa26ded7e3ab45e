"""The day as the law counts it: China has one time and no summer time."""

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def day(moment: datetime) -> date:
    """The date in China at a moment (aware)."""
    return moment.astimezone(BEIJING).date()
