"""The rows of the exports, in the columns of the dictionary; no personal data is in them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from contracts import requests311 as form
from ui.dates import ZONE

from sla.domain.performance.case_figures import CaseFigures, Stage
from sla.domain.performance.on_time import ON_TIME_V1, Judgement
from sla.domain.performance.snapshot import Cell
from sla.domain.performance.tally import Tally
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.performance.dictionary import PERFORMANCE

Row = dict[str, Any]
COLUMNS = tuple(column.name for column in PERFORMANCE)


def performance_rows(cells: Iterable[tuple[Cell, Tally]], names: BoroughNames) -> list[Row]:
    """One row a cell: month, borough, department, activity, channel."""
    return [_row(cell, tally, names) for cell, tally in cells]


def _row(cell: Cell, tally: Tally, names: BoroughNames) -> Row:
    department = names.department(cell.borough, cell.department) if cell.department else ""
    return {
        "month": cell.month,
        "borough": cell.borough,
        "borough_name": names.borough(cell.borough),
        "department": cell.department,
        "department_name": department,
        "activity": cell.activity,
        "activity_name": names.activity(cell.borough, cell.activity),
        "channel": cell.channel,
        "received": tally.received,
        "completed": tally.completed,
        "withdrawn": tally.withdrawn,
        "reopened": tally.reopened,
        "first_contact": tally.first_contact,
        "on_time_adjusted": tally.adjusted[Judgement.ON_TIME],
        "late_adjusted": tally.adjusted[Judgement.LATE],
        "open_adjusted": tally.adjusted[Judgement.OPEN],
        "no_promise": tally.adjusted[Judgement.NONE],
        "on_time_original": tally.original[Judgement.ON_TIME],
        "late_original": tally.original[Judgement.LATE],
        "on_time_adjusted_percent": tally.on_time_percent(),
        "on_time_original_percent": tally.on_time_percent(original=True),
        "p10_days": tally.percentile(10),
        "p50_days": tally.percentile(50),
        "p90_days": tally.percentile(90),
        "p10_working_days": tally.percentile(10, working=True),
        "p50_working_days": tally.percentile(50, working=True),
        "p90_working_days": tally.percentile(90, working=True),
        "definition": f"{ON_TIME_V1.name}/{ON_TIME_V1.version}",
    }


def open_data_row(case: CaseFigures, names: BoroughNames) -> Sequence[str] | None:
    """A case as a row of the City's 29 columns; None where its kind is not published (PV-44).

    `names` in French: the City's file has no other language.
    """
    nature = form.NATURES.get(case.kind)
    if nature is None or case.received_at is None:
        return None
    borough = case.answering_borough
    status, at = _status(case)
    values: dict[str, str] = {
        "NATURE": nature,
        "ACTI_NOM": names.activity(borough, case.activity_code),
        "ARRONDISSEMENT": names.borough(borough),
        "DDS_DATE_CREATION": _local(case.received_at),
        "PROVENANCE_ORIGINALE": form.WAYS.get(case.channel, ("", ""))[1],
        **{name: str(one) for name, one in form.counts_by_way(case.requesters).items()},
        "UNITE_RESP_PARENT": names.department(borough, case.department) if case.department else "",
        "DERNIER_STATUT": status,
        "DATE_DERNIER_STATUT": _local(at),
    }
    return [values.get(column, "") for column in form.COLUMNS]


_ENDS: dict[Stage, tuple[str, Callable[[CaseFigures], datetime | None]]] = {
    # Done, but nobody closed it yet (C-05): see below for what was closed.
    Stage.COMPLETED: (form.TAKEN_IN_CHARGE, lambda case: case.completed_at),
    Stage.ANSWERED: (form.ENDED, lambda case: case.answered_at),
    Stage.CLOSED: (form.ENDED, lambda case: case.closed_at),
    Stage.WITHDRAWN: (form.CANCELLED, lambda case: case.withdrawn_at),
}


def _status(case: CaseFigures) -> tuple[str, datetime]:
    assert case.received_at is not None
    if case.closed_at is not None and case.stage in (Stage.COMPLETED, Stage.CLOSED):
        return form.ENDED, case.closed_at
    if case.stage in _ENDS:
        status, at = _ENDS[case.stage]
        return status, at(case) or case.received_at
    if case.reopened_at is not None:
        return form.REOPENED, case.reopened_at
    if case.assigned_at is not None:
        return form.TAKEN_IN_CHARGE, case.assigned_at
    return form.ACCEPTED, case.received_at


def _local(at: datetime) -> str:
    """Local time without a zone, to the second, as the City writes it."""
    return at.astimezone(ZONE).replace(tzinfo=None).isoformat(timespec="seconds")
