"""Public holidays of Québec, from the `holidays` package.

The package is a seed: its public list lacks Easter Monday and adds days observed by custom, which
no law names (REQUIREMENTS §2.1). A borough's own data override all of it.
"""

from datetime import date
from functools import lru_cache

import holidays

from sla.domain.calendar import PublicHoliday


def _names(year: int, language: str, category: str) -> dict[date, str]:
    days = holidays.country_holidays(
        "CA", subdiv="QC", years=year, language=language, categories=(category,)
    )
    return {on: name for on, name in days.items() if on.year == year}


@lru_cache(maxsize=128)
def _year(year: int) -> tuple[PublicHoliday, ...]:
    french, english = _names(year, "fr", "public"), _names(year, "en_CA", "public")
    days = [
        PublicHoliday(on, name, english[on], legal=_is_legal(on, english[on]))
        for on, name in french.items()
    ]
    choices = _names(year, "en_CA", "optional")
    days += [
        PublicHoliday(on, name, choices[on], legal=choices[on] == "Easter Monday", optional=True)
        for on, name in _names(year, "fr", "optional").items()
        if on not in french
    ]
    return tuple(sorted(days, key=lambda day: day.on))


def _is_legal(on: date, name: str) -> bool:
    """I-16 art. 61(23) names the days themselves, and 2 July where the first is a Sunday."""
    return "observed" not in name or (on.month, on.day) == (7, 2)


class QuebecHolidays:
    """The seed of every calendar (port `HolidaySeed`)."""

    def holidays(self, year: int) -> tuple[PublicHoliday, ...]:
        """The public holidays of one year in order; empty where the package knows none."""
        return _year(year)
