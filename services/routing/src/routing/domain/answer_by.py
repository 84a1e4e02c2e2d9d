"""Until when a colleague may answer an offer: the closing hour of a working day to come.

The public holidays of the province are not looked up here: on such a day the offer returns while
the counter is closed, nobody is worse off, and it can be made again.
"""

import datetime
from zoneinfo import ZoneInfo

from routing.domain.manifest_calendar import Calendar

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def answer_by(calendar: Calendar, now: datetime.datetime, days: int) -> datetime.datetime:
    """UTC: the closing hour of the working day that comes `days` working days after today."""
    closes: dict[str, datetime.time] = {entry.day: entry.closes for entry in calendar.hours}
    on, left = calendar.local_date(now), days
    while left:
        on += datetime.timedelta(days=1)
        left -= _DAYS[on.weekday()] in closes and not _is_closed(calendar, on)
    local = datetime.datetime.combine(on, closes[_DAYS[on.weekday()]], ZoneInfo(calendar.zone))
    return local.astimezone(datetime.UTC)


def _is_closed(calendar: Calendar, on: datetime.date) -> bool:
    if any(one.on == on for one in calendar.holidays.proclaimed):
        return True
    closed = any(one.from_on <= on <= one.until_on for one in calendar.closures)
    return closed or f"{on:%m-%d}" in calendar.holidays.also
