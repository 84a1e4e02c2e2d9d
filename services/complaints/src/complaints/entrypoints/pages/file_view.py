"""What the page of a complaint's file shows to whoever may open it, and which forms it offers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chassis.identity import Caller
from ui.dates import ZONE
from ui.language import said

from complaints.domain.access import Surroundings, is_escalated, keeper, shut_out
from complaints.domain.appointing import targeted_people
from complaints.domain.completing import signatures
from complaints.domain.conditions import checked
from complaints.domain.custody import Disclosure
from complaints.domain.errors import ShutOut
from complaints.domain.file import Investigation
from complaints.domain.hearing import to_be_heard, unheard
from complaints.domain.ladder import Gravity
from complaints.domain.outcome import founded_against
from complaints.domain.review import last_day
from complaints.domain.stage import stage_of
from complaints.domain.told import letters_of
from complaints.entrypoints.custody_http import person_of
from complaints.entrypoints.pages.borough_names import BoroughNames
from complaints.entrypoints.pages.complaint_words import EXCEPTIONS
from complaints.entrypoints.pages.file_actions import AT_THE_COUNTER
from complaints.entrypoints.pages.file_fields import as_rows
from complaints.entrypoints.pages.file_words import next_step
from complaints.entrypoints.views import commands_open

SPARE_ROWS = 2
KEEPING = ("grant", "revoke", "hold", "lift")


def offered(state: Investigation, around: Surroundings, caller: Caller, now: datetime) -> list[str]:
    """The actions whose form this person sees now, in the order of the work."""
    person = person_of(caller)
    found = commands_open(state, person, around)
    if "record-hearing" in found and "conclude" not in found:
        found.append("conclude")  # there to be seen, and to say why it is not yet possible
    try:
        keeper(state, person, around)
    except ShutOut:
        return found
    held = state.custody
    found.append("grant")
    if any(one.holds(now) for one in held.access):
        found.append("revoke")
    found.append("lift" if held.hold is not None else "hold")
    return found


def shown(
    state: Investigation,
    around: Surroundings,
    caller: Caller,
    names: BoroughNames,
    now: datetime,
    language: str,
) -> dict[str, Any]:
    """All that the template needs of a file."""
    held, stage, may = state.proceedings, stage_of(state), offered(state, around, caller, now)
    decided, borough = state.admissibility, state.borough or ""
    return {
        "state": state,
        "held": held,
        "stage": stage.value,
        "next_step": next_step(state, language),
        "may": may,
        "work": [one for one in may if one not in (*AT_THE_COUNTER, *KEEPING)],
        "counter": [one for one in may if one in AT_THE_COUNTER],
        "keeping": [one for one in may if one in KEEPING],
        "checked": checked(state, around.rules),
        "reasons": [said((one.fr, one.en), language) for one in decided.reasons] if decided else [],
        "signatures": signatures(state),
        "letters": [
            {
                "kind": one.kind.value,
                "subject": said((one.subject.fr, one.subject.en), language),
                "body": said((one.body.fr, one.body.en), language),
                "at": at,
            }
            for one, at in letters_of(state, around.rules)
        ],
        "model": around.rules.model,
        "escalated": is_escalated(state, around),
        "shut": len(shut_out(state, around)),
        "department": lambda code: names.department(borough, code),
        "departments": names.departments(borough),
        "staff": staff_of(around),
        "to_hear": _to_hear(state),
        "unheard": unheard(state),
        "review_by": held.conclusion and last_day(held.conclusion, around.rules),
        "founded_against": founded_against(state),
        "targeted": targeted_people(state),
        "ladder": _ladder(around, language),
        "grants": [(one, one.holds(now)) for one in state.custody.access],
        "refusals": [one for one in state.journal if one.code],
        "today": now.astimezone(ZONE).date().isoformat(),
        "first": first_values(state, caller, now),
        "spare": SPARE_ROWS,
    }


def exceptions_in_words(known: Iterable[Disclosure], language: str) -> list[tuple[str, str]]:
    """Exceptions to be chosen from, in words."""
    return [(one.value, said(EXCEPTIONS[one.value], language)) for one in known]


def staff_of(around: Surroundings) -> list[str]:
    """Staff ids that a form proposes: who holds a post in the borough."""
    return sorted({one.person_id for one in around.directory.posts})


def first_values(state: Investigation, caller: Caller, now: datetime) -> dict[str, Any]:
    """What the forms begin with: lists that are said anew and whole, the present moment."""
    targets = [
        {"personId": one.person_id or "", "department": one.department or ""}
        for one in state.targets
    ]
    people = [
        {"person": one.person, "capacity": one.capacity.value} for one in state.proceedings.to_hear
    ]
    return {
        **as_rows("name-targets", "targets", targets),
        **as_rows("name-people", "people", people),
        "name-investigator.role": "investigator",
        "record-hearing.heldAt": f"{now.astimezone(ZONE):%Y-%m-%dT%H:%M}",
        "record-hearing.attended": "true",
        "decide-review.role": _own_role(caller),
    }


def rows_in(given: Mapping[str, Any], prefix: str, spare: int) -> int:
    """How many rows a list of the form has: those that are filled, and some to fill."""
    numbers = [
        int(name.removeprefix(prefix).split(".")[0]) for name in given if name.startswith(prefix)
    ]
    return max(numbers, default=-1) + 1 + spare


def _own_role(caller: Caller) -> str:
    return "general-director" if "general-director" in caller.roles else "director"


def _to_hear(state: Investigation) -> list[dict[str, Any]]:
    heard = {(one.person, one.capacity) for one in state.proceedings.hearings}
    return [
        {
            "value": f"{one.capacity.value}:{one.person}",
            "person": one.person,
            "capacity": one.capacity.value,
            "heard": (one.person, one.capacity) in heard,
        }
        for one in to_be_heard(state)
    ]


def _ladder(around: Surroundings, language: str) -> list[dict[str, str]]:
    """The borough's measures, the mildest first, and the gravity that opens each at once."""
    return [
        {
            "code": one.code,
            "name": said((one.name_fr, one.name_en), language),
            "opened_by": "" if one.opened_by is None else Gravity(one.opened_by).name.lower(),
        }
        for one in around.rules.ladder.steps
    ]
