"""Moments as they are said to somebody in their own time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_date

_LOCALE = "en_GB"


def zone_of(name: str | None) -> tzinfo:
    """The time zone of a browser; UTC where it is not known."""
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):  # a name that this machine does not know
        return UTC


def say_time(moment: datetime, zone: tzinfo, seconds: bool = False) -> str:
    """ "14:32", or "14:32:07"."""
    return moment.astimezone(zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def say_when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """ "14:32 today", "yesterday", "18 Nov", "18 Nov 2025"."""
    there, here = moment.astimezone(zone), now.astimezone(zone)
    if there.date() == here.date():
        return f"{say_time(moment, zone)} today"
    if there.date() == here.date() - timedelta(days=1):
        return "yesterday"
    return format_date(there.date(), "d MMM" if there.year == here.year else "d MMM y", locale=_LOCALE)
