"""Working calendars as the folders of boroughs give them, by any name of the borough."""

import datetime
from functools import cache, lru_cache
from pathlib import Path

from routing.adapters.borough_folders import all_folders
from routing.adapters.manifests_toml import TomlBoroughs
from routing.application.grid_event import grid_event
from routing.domain.grid import Grid, Grids
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.application.deadline_lines import Calendars
from sla.domain.calendar import CalendarRules, WorkingCalendar, build_calendar

from guichet.boroughs_option import COUNTERS_ZONE


def borough_calendars(boroughs_dir: Path | None, now: datetime.datetime) -> Calendars:
    """Calendars of the boroughs' folders, by any name of theirs; each is worked out when asked for.

    Of several versions, the one in force at `now`. Raises ManifestsRefused.
    """
    grids = Grids(TomlBoroughs(all_folders(boroughs_dir)).load())
    today = now.astimezone(COUNTERS_ZONE).date()

    @cache
    def held(slug: str) -> WorkingCalendar:
        grid = grids.on(slug, today) or next(one for one in grids if one.slug == slug)
        return calendar_of(grid)

    @lru_cache(maxsize=4096)
    def named(text: str) -> WorkingCalendar | None:
        slug = grids.borough_named(text)
        return None if slug is None else held(slug)

    return named


def calendar_of(grid: Grid) -> WorkingCalendar:
    """As sla builds it from the published grid; called by the name that citizens read."""
    said = grid_event(grid.manifest, digest="").calendar
    rules = CalendarRules.model_validate_json(said.model_dump_json())
    borough = grid.manifest.borough
    return build_calendar(borough.name, borough.version, rules, QuebecHolidays())
