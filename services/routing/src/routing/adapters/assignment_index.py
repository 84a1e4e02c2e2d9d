"""By what assignments are found; the ledger counts by these fields too."""

from collections.abc import Mapping
from typing import Any

from routing.domain.assignment import Assignment
from routing.domain.elected_case import flow_of
from routing.domain.stage import due_key, persons_of, post_of, stage_of, standing_refusal
from routing.domain.standing import asks, grids_of, holders, lacks, outcome_of

INDEXES: tuple[str | tuple[str, ...], ...] = (
    ("boroughs", "received_on"),
    ("boroughs", "outcome", "received_on"),
    ("asks", "received_on"),
    "lacks",
    "holders",
    "offer_ends_at",
    ("boroughs", "elected", "received_on"),
    ("boroughs", "stage", "due_at"),
    ("boroughs", "stage", "done_on"),
    ("persons", "stage", "due_at"),
)


# By what our own rounds and the ledger find a complaint.
_OF_A_COMPLAINT = ("borough", "kind", "outcome", "received_on", "grids")


def index(state: Assignment) -> Mapping[str, Any]:
    """Index fields. `borough` is the counter; a stub, not registered yet, is nobody's to see.

    Nor is a complaint: whoever is shut out of it is not known here, so it is in no list, no figure
    and at no address (PV-45).
    """
    found = _index(state)
    if not state.is_complaint:
        return found
    stub = _index(Assignment(case_id=state.case_id))
    return {**stub, **{name: found[name] for name in _OF_A_COMPLAINT}}


def _index(state: Assignment) -> Mapping[str, Any]:
    counter = state.registered.counter_borough if state.registered else ""
    held = state.decision
    responsible = (held.responsible_borough or "") if held else ""
    offer = state.transfer if state.transfer is not None and state.transfer.is_open else None
    asked = offer.addressee.borough if offer is not None else ""
    flow = flow_of(state)
    return {
        "boroughs": sorted({counter, responsible, asked} - {""}),
        "borough": counter,
        "responsible_borough": responsible,
        "department": (held.department or "") if held else "",
        "kind": state.registered.kind.value if state.registered else "",
        "outcome": outcome_of(state),
        "work": "completed" if state.is_completed else "open",
        "reception": (held.reception_person or "") if held else "",
        "execution": (held.execution_person or "") if held else "",
        "received_on": state.registered.received_on.isoformat() if state.registered else "",
        "asks": asks(state),
        "lacks": lacks(state),
        "holders": holders(state),
        "grids": grids_of(state),
        "offer_ends_at": offer.expires_at if offer is not None else None,
        "elected": flow.state.value if flow is not None else "",
        "official": flow.official if flow is not None else "",
        **_of_work(state),
    }


def _of_work(state: Assignment) -> Mapping[str, Any]:
    """By what the lists of work and the figures find it; all words, so that figures group by them.

    `done_in` is a local month, so that what was done in one is counted without reading it.
    """
    offer = state.transfer if state.transfer is not None and state.transfer.is_open else None
    report = state.work.report if state.work is not None else None
    return {
        "stage": stage_of(state).value,
        "post": post_of(state),
        "persons": persons_of(state),
        "rule": (state.decision.rule or "") if state.decision else "",
        "due_at": due_key(state),
        "promise": state.promise.kept.value if state.promise else "",
        "accepted": "yes" if state.acceptance is not None else "no" if state.is_assigned else "",
        "transfer": "offered" if offer is not None else "",
        "transfer_to": offer.addressee.person_id if offer is not None else "",
        "refused": "yes" if standing_refusal(state) is not None else "",
        "level": "2" if state.second_line is not None else "1",
        "loop": "yes" if state.loop is not None else "",
        "done_on": report.done_on.isoformat() if report and report.done_on else "",
        "done_in": f"{report.done_on:%Y-%m}" if report and report.done_on else "",
    }
