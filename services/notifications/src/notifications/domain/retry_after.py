"""Reads Retry-After (RFC 9110 §10.2.3): seconds or an HTTP date, within bounds."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(hours=24)
HONOURED = frozenset({429, 503})


def retry_after(status: int, value: str | None, now: datetime) -> timedelta | None:
    """How long the receiver wants to be left alone; None where it does not say, or not so."""
    if status not in HONOURED or value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        # A number of any length: what is beyond the bound need not be worked out.
        return LONGEST if len(text) > 6 else min(timedelta(seconds=int(text)), LONGEST)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    try:
        return min(max(until - now, timedelta(0)), LONGEST)
    except OverflowError:
        return None
