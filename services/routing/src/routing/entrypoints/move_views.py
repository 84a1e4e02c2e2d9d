"""What staff see of transfers, levels, hand-overs and the flow of elected officials, as JSON."""

from collections.abc import Mapping
from typing import Any

from routing.domain.assignment import Assignment
from routing.domain.elected import WORDS
from routing.domain.elected_case import flow_of
from routing.domain.lines import level_of

View = Mapping[str, Any]


def moves_view(state: Assignment) -> dict[str, Any]:
    """All that people did with a case beside completing it; None where they did not."""
    line, given, loop = state.second_line, state.hand_over, state.loop
    flow = flow_of(state)
    return {
        "acceptance": None
        if state.acceptance is None
        else {"by": state.acceptance.by, "at": state.acceptance.at},
        "transfer": _transfer(state),
        "level": level_of(state),
        "secondLine": None
        if line is None
        else {
            "department": line.department,
            "person": line.person_id,
            "reason": line.reason,
            "by": line.by,
            "at": line.at,
        },
        "handOver": None
        if given is None
        else {
            "authority": given.authority,
            "name": {"fr": given.authority_fr, "en": given.authority_en},
            "on": given.on,
            "fileNumber": given.file_number,
            "by": given.by,
            "at": given.at,
        },
        "loop": None
        if loop is None
        else {
            "wantedBorough": loop.wanted.responsible_borough,
            "wantedDepartment": loop.wanted.department,
            "at": loop.at,
        },
        "refusedCompletions": [
            {
                "completedAt": one.at,
                "refusedAt": one.refused_at,
                "reason": one.reason,
                "interventionCode": one.report.code,
                "doneOn": one.report.done_on,
            }
            for one in state.refused_work
        ],
        "elected": None if flow is None else elected_view(state),
    }


def elected_view(state: Assignment) -> View:
    """Where the flow of an elected official stands, and how it came there (MH-05)."""
    flow, held = flow_of(state), state.decision
    return {
        "caseId": state.case_id,
        "borough": state.registered.counter_borough if state.registered else None,
        "department": held.department if held else None,
        "departmentName": {"fr": held.department_name_fr, "en": held.department_name_en}
        if held
        else None,
        "official": flow.official if flow else "",
        "state": flow.state if flow else None,
        "stateName": {"fr": WORDS[flow.state][0], "en": WORDS[flow.state][1]} if flow else None,
        "steps": [
            {"state": one.state, "at": one.at, "by": one.by, "note": one.note}
            for one in (flow.steps if flow else ())
        ],
    }


def _transfer(state: Assignment) -> View | None:
    made = state.transfer
    if made is None:
        return None
    return {
        "number": made.number,
        "state": made.state,
        "from": {
            "borough": made.sender.borough,
            "department": made.sender.department,
            "person": made.sender.person_id,
        },
        "to": {
            "borough": made.addressee.borough,
            "department": made.addressee.department,
            "person": made.addressee.person_id,
        },
        "reason": made.reason,
        "offeredBy": made.offered_by,
        "offeredAt": made.offered_at,
        "expiresAt": made.expires_at,
        "endedBy": made.ended_by,
        "endedAt": made.ended_at,
        "answer": made.answer,
    }
