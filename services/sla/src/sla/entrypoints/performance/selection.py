"""Which cases somebody asks figures of: the filters of page and API, one and the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chassis.errors import Detail, Words
from chassis.identity import Caller

from sla.domain.performance.report import Selection

PERIOD_MONTHS = 12
LONGEST_MONTHS = 36
FIELDS = ("borough", "from", "to", "activity", "channel", "department")
A_MONTH: Words = ("un mois, comme 2026-11", "a month, such as 2026-11")
TOO_LONG: Words = (f"au plus {LONGEST_MONTHS} mois", f"{LONGEST_MONTHS} months at most")
WRONG_ORDER: Words = ("pas avant le début de la période", "not before the start of the period")


@dataclass(frozen=True)
class Asked:
    """A selection, or why there is none; `given`: what was typed, defaults filled in."""

    selection: Selection
    given: Mapping[str, str]
    faults: tuple[Detail, ...] = ()


def asked(query: Mapping[str, str], caller: Caller, today: date) -> Asked:
    """From the parameters of a request; the boroughs are the caller's, or that one of them.

    Where something is wrong, the selection is that of the default period.
    """
    given = {name: query.get(name, "").strip() for name in FIELDS}
    default_from, default_to = months_before(today, PERIOD_MONTHS - 1), f"{today:%Y-%m}"
    given["from"] = given["from"] or default_from
    given["to"] = given["to"] or default_to
    faults = _faults(given)
    first, last = (default_from, default_to) if faults else (given["from"], given["to"])
    wanted = given["borough"]
    boroughs = caller.boroughs & {wanted} if wanted else caller.boroughs
    selection = Selection(
        boroughs=frozenset(boroughs),
        from_month=first,
        to_month=last,
        activity=given["activity"],
        channel=given["channel"],
        department=given["department"],
    )
    return Asked(selection, given, tuple(faults))


def months_before(today: date, months: int) -> str:
    """The month that lies so many before that of a day, as `2026-11`."""
    number = today.year * 12 + today.month - 1 - months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _faults(given: Mapping[str, str]) -> list[Detail]:
    numbers: dict[str, int] = {}
    faults: list[Detail] = []
    for name in ("from", "to"):
        number = _month(given[name])
        if number is None:
            faults.append(Detail("invalidParameter", A_MONTH, name))
        else:
            numbers[name] = number
    if len(numbers) == 2 and numbers["to"] < numbers["from"]:
        faults.append(Detail("invalidParameter", WRONG_ORDER, "to"))
    elif len(numbers) == 2 and numbers["to"] - numbers["from"] >= LONGEST_MONTHS:
        faults.append(Detail("invalidParameter", TOO_LONG, "from"))
    return faults


def _month(text: str) -> int | None:
    """Months since year 0; None for what is no month written as it should be."""
    try:
        on = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return on.year * 12 + on.month if text == f"{on:%Y-%m}" else None
