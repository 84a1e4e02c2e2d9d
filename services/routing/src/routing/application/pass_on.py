"""What people do with a case beside completing it: commands, and the offers that ran out.

Each loads nothing and saves nothing: from the state and the form to the new state and its events.
Raises TransferRefused, StepRefused, and the case is as it was.
"""

from datetime import date, datetime

from chassis.faults import Permanent
from chassis.outcome import Outcome

from routing.application.move_forms import (
    AnswerForm,
    HandOverForm,
    LevelForm,
    OfferForm,
    OfficialForm,
    SettleForm,
    StepForm,
)
from routing.application.snapshot import Snapshot
from routing.application.translate import outcome
from routing.domain import elected_case, handing_over, lines, settling, taking_charge, transferring
from routing.domain.answer_by import answer_by
from routing.domain.assignment import Assignment
from routing.domain.errors import PluginFault, StepRefused, TransferRefused


def accept(state: Assignment, by: str, now: datetime, *, snapshot: Snapshot) -> Outcome[Assignment]:
    """Taken in charge; taken already: nothing more."""
    change = taking_charge.accept(state, by, now)
    taken = change[0].acceptance
    assert taken is not None
    answer = {
        "caseId": state.case_id, "accepted": True, "acceptedAt": taken.at.isoformat(),
        "acceptedBy": taken.by,
    }  # fmt: skip
    return outcome(change, snapshot.grids, answer)


def offer_transfer(
    state: Assignment, by: str, now: datetime, *, form: OfferForm, snapshot: Snapshot
) -> Outcome[Assignment]:
    """A colleague is asked; nothing else changes until the answer (MH-06)."""
    held = taking_charge.open_case(state)
    borough = form.borough or held.responsible_borough or ""
    on = snapshot.today(borough, now)
    grid = snapshot.grids.on(borough, on)
    if grid is None:
        raise TransferRefused(
            "borough", "aucune grille en vigueur sous ce code", "no grid in force of that code"
        )
    manifest = grid.manifest
    change = transferring.offer(
        state,
        (borough, form.department, form.person),
        form.reason,
        by,
        answer_by(manifest.calendar, now, manifest.transfers.answer_within_days),
        grids=snapshot.grids,
        directory=snapshot.directory,
        on=on,
        now=now,
    )
    return outcome(change, snapshot.grids, _transfer_answer(change[0]))


def answer_transfer(
    state: Assignment, by: str, now: datetime, *, form: AnswerForm, snapshot: Snapshot
) -> Outcome[Assignment]:
    """The addressee, or who stands in, accepts or declines (MH-06)."""
    on = _today(state, now, snapshot)
    if form.answer == "accept":
        change = transferring.accept(state, by, snapshot.directory, on, now)
    else:
        change = transferring.decline(state, by, form.reason, snapshot.directory, on, now)
    return outcome(change, snapshot.grids, _transfer_answer(change[0]))


def withdraw_transfer(
    state: Assignment, by: str, now: datetime, *, snapshot: Snapshot
) -> Outcome[Assignment]:
    """The offer is taken back."""
    change = transferring.withdraw(state, by, now)
    return outcome(change, snapshot.grids, _transfer_answer(change[0]))


def expire_transfer(
    state: Assignment, now: datetime, *, snapshot: Snapshot
) -> Outcome[Assignment] | None:
    """An offer that nobody answered returns to its sender; None: none has run out."""
    change = transferring.expire(state, now)
    return None if change is None else outcome(change, snapshot.grids)


def escalate(
    state: Assignment, by: str, now: datetime, *, form: LevelForm, snapshot: Snapshot
) -> Outcome[Assignment]:
    """To the second line, or back (MT-03)."""
    if form.level == lines.SECOND:
        change = lines.escalate(
            state,
            form.reason,
            by,
            grids=snapshot.grids,
            directory=snapshot.directory,
            on=_today(state, now, snapshot),
            now=now,
        )
    else:
        change = lines.return_to_first_line(state, form.reason, by, now)
    answer = {"caseId": state.case_id, "level": lines.level_of(change[0])}
    return outcome(change, snapshot.grids, answer)


def hand_over(
    state: Assignment, by: str, now: datetime, *, form: HandOverForm, snapshot: Snapshot
) -> Outcome[Assignment]:
    """Given to another authority; intake and notifications tell the citizen."""
    today = _today(state, now, snapshot)
    names = handing_over.authorities_for(state, snapshot.grids, snapshot.territories, today)
    change = handing_over.hand_over(
        state, form.authority, form.on, form.file_number, by, names=names, today=today, now=now
    )
    answer = {
        "caseId": state.case_id, "authority": form.authority, "on": form.on.isoformat(),
        "fileNumber": form.file_number,
    }  # fmt: skip
    return outcome(change, snapshot.grids, answer)


def name_official(
    state: Assignment, by: str, now: datetime, *, form: OfficialForm, snapshot: Snapshot
) -> Outcome[Assignment]:
    """An official brought the case: its flow starts with it, where it had none (MH-05)."""
    known = state.registered
    grid = snapshot.grids.on(known.counter_borough, _today(state, now, snapshot)) if known else None
    officials = grid.manifest.elected.officials if grid is not None else ()
    if form.official != by and form.official not in {one.person_id for one in officials}:
        raise StepRefused(
            "official",
            "la grille ne nomme aucun membre du conseil de ce matricule",
            "the grid names no elected official of that id",
        )
    change = elected_case.start(state, form.official, by, now)
    return outcome(change, snapshot.grids, _elected_answer(change[0]))


def elected_step(
    state: Assignment,
    by: str,
    now: datetime,
    *,
    form: StepForm,
    roles: frozenset[str],
    snapshot: Snapshot,
) -> Outcome[Assignment]:
    """One step of the elected flow, with who and when (MH-05)."""
    on = _today(state, now, snapshot)
    change = elected_case.step(state, form.step, by, roles, form.note, snapshot.directory, on, now)
    return outcome(change, snapshot.grids, _elected_answer(change[0]))


def settle_loop(
    state: Assignment, by: str, now: datetime, *, form: SettleForm, snapshot: Snapshot
) -> Outcome[Assignment]:
    """The case follows the rules once more, or stays. Raises Permanent where a plug-in fails."""
    try:
        change = settling.settle(
            state,
            form.follow_rules,
            form.reason,
            by,
            grids=snapshot.grids,
            territories=snapshot.territories,
            directory=snapshot.directory,
            now=now,
        )
    except PluginFault as fault:
        raise Permanent(str(fault)) from fault
    held = change[0].decision
    answer = {"caseId": state.case_id, "department": held.department if held else None}
    return outcome(change, snapshot.grids, answer)


def _today(state: Assignment, now: datetime, snapshot: Snapshot) -> date:
    """The date where the case is answered for, else at its counter."""
    held, known = state.decision, state.registered
    borough = (held.responsible_borough if held else None) or (
        known.counter_borough if known else ""
    )
    return snapshot.today(borough, now)


def _transfer_answer(state: Assignment) -> dict[str, object]:
    made = state.transfer
    assert made is not None, "one was just moved"
    return {
        "caseId": state.case_id,
        "transfer": made.number,
        "state": made.state.value,
        "to": made.addressee.person_id,
        "expiresAt": made.expires_at.isoformat(),
    }


def _elected_answer(state: Assignment) -> dict[str, object]:
    flow = elected_case.flow_of(state)
    assert flow is not None, "one was just moved"
    return {"caseId": state.case_id, "state": flow.state.value, "official": flow.official}
