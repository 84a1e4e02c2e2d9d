"""A transfer and the assignment: who may be asked, who may answer, and what an answer does (MH-06).

Until the colleague accepts, the assignment names the sender: responsibility and clock are his.
"""

import datetime

from routing.domain.assignment import Assignment
from routing.domain.directory import Directory, Role
from routing.domain.errors import TransferRefused
from routing.domain.exclusion import Matter
from routing.domain.facts import Decision
from routing.domain.grid import Grids
from routing.domain.manifest import Department
from routing.domain.passed_on import Acceptance, Entrusted
from routing.domain.routed import Accepted, Reassigned, RoutingFact, TransferMoved
from routing.domain.taking_charge import open_case
from routing.domain.transfer import Holder, Transfer

Change = tuple[Assignment, list[RoutingFact]]


def offer(
    state: Assignment,
    to: tuple[str, str, str],
    reason: str,
    by: str,
    expires_at: datetime.datetime,
    *,
    grids: Grids,
    directory: Directory,
    on: datetime.date,
    now: datetime.datetime,
) -> Change:
    """Asks a colleague to take the case. `to`: borough, department, person (empty: whoever
    receives there). Raises TransferRefused, StepRefused.

    Offered twice is refused, and so is whoever is away, excluded, or has the case already.
    """
    held = open_case(state)
    if state.transfer is not None and state.transfer.is_open:
        raise TransferRefused(
            "transfer",
            "un transfert attend déjà une réponse",
            "a transfer is waiting for an answer already",
        )
    if not reason.strip():
        raise TransferRefused(
            "reason", "dites pourquoi vous le transférez", "say why you transfer it"
        )
    borough, department, person = to
    there = _department(borough, department, grids, on)
    addressee = _addressee(state, held, (borough, there.code, person), directory, on)
    sender = Holder(
        borough=held.responsible_borough or "",
        department=held.department or "",
        person_id=held.reception_person or "",
    )
    transfer = Transfer(
        number=1 if state.transfer is None else state.transfer.number + 1,
        sender=sender,
        addressee=addressee,
        department_name_fr=there.name_fr,
        department_name_en=there.name_en,
        reason=reason.strip(),
        offered_by=by,
        offered_at=now,
        expires_at=expires_at,
    )
    to_person = addressee.person_id
    after = state.noted(
        "transfer-offered", now, by=by, to=to_person, note=transfer.reason, transfer=transfer
    )
    return after, [TransferMoved(state.case_id, now, transfer)]


def accept(
    state: Assignment, by: str, directory: Directory, on: datetime.date, now: datetime.datetime
) -> Change:
    """The addressee, or who stands in for him, takes the case. Raises TransferRefused."""
    held, asked = open_case(state), _asked(state)
    transfer = asked.accepted(by, now)
    _must_be_addressee(state, asked, by, directory, on)
    there = asked.addressee
    moves = (held.responsible_borough, held.department) != (there.borough, there.department)
    execution = held.execution_person
    if moves:
        post = (there.borough, there.department)
        acting = directory.about(state.case_id).responsable_for(*post, Role.EXECUTION, on)
        execution = acting.person_id if acting is not None else by
    taken = held.model_copy(
        update={
            "responsible_borough": there.borough,
            "department": there.department,
            "department_name_fr": asked.department_name_fr,
            "department_name_en": asked.department_name_en,
            "unit": None if moves else held.unit,
            "scheme": None if moves else held.scheme,
            "reception_person": by,
            "execution_person": execution,
        }
    )
    routed = state.entrusted.routed if state.entrusted is not None else held
    moved = state.model_copy(update={"transfer": transfer})
    moved = moved.with_decision(taken, now, "transfer-accepted", by=by, to=by)
    entrusted = Entrusted(person_id=there.person_id, since=now, routed=routed)
    acceptance = Acceptance(by=by, at=now)  # taking it is taking it in charge
    moved = moved.model_copy(update={"entrusted": entrusted, "acceptance": acceptance})
    sender = asked.sender.person_id
    told = Reassigned(
        case_id=state.case_id,
        at=now,
        before=held,
        after=taken,
        reason_fr=f"{by} accepte le dossier que lui transfère {sender}.",
        reason_en=f"{by} accepts the case that {sender} transfers.",
    )
    accepted = Accepted(state.case_id, now, taken)
    return moved, [TransferMoved(state.case_id, now, transfer), told, accepted]


def decline(
    state: Assignment,
    by: str,
    reason: str,
    directory: Directory,
    on: datetime.date,
    now: datetime.datetime,
) -> Change:
    """The addressee, or who stands in for him, cannot answer. Raises TransferRefused."""
    asked = _asked(state)
    transfer = asked.declined(by, now, reason)
    _must_be_addressee(state, asked, by, directory, on)
    return _ended(state, transfer, "transfer-declined", by, now)


def withdraw(state: Assignment, by: str, now: datetime.datetime) -> Change:
    """Whoever has the case takes the offer back. Raises TransferRefused."""
    return _ended(state, _asked(state).withdrawn(by, now), "transfer-withdrawn", by, now)


def expire(state: Assignment, now: datetime.datetime) -> Change | None:
    """Nobody answered in time: the case stays with the sender. None: nothing has run out."""
    if state.transfer is None:
        return None
    transfer = state.transfer.expired(now)
    if transfer is state.transfer:
        return None
    return _ended(state, transfer, "transfer-expired", "", now)


def may_answer(state: Assignment, person: str, directory: Directory, on: datetime.date) -> bool:
    """Whether a transfer of the case waits for the answer of this person."""
    asked = state.transfer
    if asked is None or not asked.is_open:
        return False
    there = asked.addressee
    matter = Matter(there.borough, there.department, _rule(state), state.case_id)
    if directory.exclusions.of(person, matter, on):
        return False
    chain = directory.chain_for(there.person_id, on, matter)
    return person == there.person_id or (chain is not None and person == chain[-1])


def _asked(state: Assignment) -> Transfer:
    if state.transfer is None:
        raise TransferRefused(
            "transfer", "aucun transfert n'attend de réponse", "no transfer waits for an answer"
        )
    return state.transfer


def _must_be_addressee(
    state: Assignment, asked: Transfer, by: str, directory: Directory, on: datetime.date
) -> None:
    if not may_answer(state, by, directory, on):
        person = asked.addressee.person_id
        raise TransferRefused(
            "transfer",
            f"la réponse revient à {person}, ou à qui remplace cette personne",
            f"the answer is for {person}, or for whoever stands in",
        )


def _department(borough: str, code: str, grids: Grids, on: datetime.date) -> Department:
    grid = grids.on(borough, on)
    found = grids.department(grid, code, on) if grid is not None else None
    if found is None:
        raise TransferRefused(
            "department",
            "aucun service de ce code dans cet arrondissement",
            "no department of that code in that borough",
        )
    return found[1]


def _addressee(
    state: Assignment,
    held: Decision,
    to: tuple[str, str, str],
    directory: Directory,
    on: datetime.date,
) -> Holder:
    borough, department, person = to
    asked = directory.about(state.case_id)
    if not person:
        acting = asked.responsable_for(borough, department, Role.RECEPTION, on, _rule(state))
        if acting is None or acting.is_unavailable:
            raise TransferRefused(
                "department",
                "personne n'y reçoit de dossiers ce jour-là",
                "nobody receives cases there that day",
            )
        person = acting.person_id
    matter = Matter(borough, department, _rule(state), state.case_id)
    if not _works_in(asked, borough, department, person, on):
        raise TransferRefused(
            "person",
            "cette personne n'est pas désignée dans ce service",
            "this person is not designated in that department",
        )
    if directory.exclusions.of(person, matter, on):
        raise TransferRefused(
            "person",
            "cette personne ne peut pas recevoir ce dossier",
            "this person may not be handed this case",
        )
    if directory.is_away(person, on):
        raise TransferRefused("person", "cette personne est absente", "this person is away")
    if (borough, department, person) == (
        held.responsible_borough, held.department, held.reception_person,
    ):  # fmt: skip
        raise TransferRefused(
            "person", "cette personne a déjà le dossier", "this person has the case already"
        )
    return Holder(borough=borough, department=department, person_id=person)


def _works_in(
    directory: Directory, borough: str, department: str, person: str, on: datetime.date
) -> bool:
    """Designated there in any role that day, or standing in for somebody who is."""
    for role in Role:
        held = directory.designation_for(borough, department, role, on)
        if held is not None and held.person_id == person:
            return True
        acting = directory.responsable_for(borough, department, role, on)
        if acting is not None and acting.person_id == person:
            return True
    return False


def _rule(state: Assignment) -> str:
    return (state.decision.rule or "") if state.decision is not None else ""


def _ended(
    state: Assignment, transfer: Transfer, cause: str, by: str, now: datetime.datetime
) -> Change:
    to, note = transfer.addressee.person_id, transfer.answer
    after = state.noted(cause, now, by=by, to=to, note=note, transfer=transfer)
    return after, [TransferMoved(state.case_id, now, transfer)]
