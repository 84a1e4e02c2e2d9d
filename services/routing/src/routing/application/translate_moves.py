"""What people did with a case, as events of the contract: posts and moments, no reasons."""

from typing import Any, assert_never

from contracts import Event
from contracts.events import moves as said

from routing.domain import routed as happened
from routing.domain.lines import FIRST, SECOND
from routing.domain.transfer import TransferState


def move_event(fact: happened.Move) -> Event:
    """The event of one fact."""
    match fact:
        case happened.Accepted():
            return said.CaseAcceptedV1(
                case_id=fact.case_id,
                accepted_at=fact.at,
                responsible_borough=fact.decision.responsible_borough or "",
                department=fact.decision.department or "",
            )
        case happened.TransferMoved():
            return _transfer(fact)
        case happened.LevelChanged():
            return _level(fact)
        case happened.HandedOver(case_id, at, given):
            return said.CaseHandedOverV1(
                case_id=case_id,
                handed_over_at=at,
                handed_over_on=given.on,
                authority=given.authority,
                authority_fr=given.authority_fr,
                authority_en=given.authority_en,
                file_number=given.file_number,
            )
        case happened.LoopFound(case_id, at, kept, wanted):
            return said.LoopFoundV1(
                case_id=case_id,
                found_at=at,
                responsible_borough=kept.responsible_borough or "",
                department=kept.department or "",
                wanted_borough=wanted.responsible_borough or "",
                wanted_department=wanted.department or "",
            )
        case happened.ElectedMoved():
            return said.ElectedCaseMovedV1(
                case_id=fact.case_id,
                state=said.ElectedState(fact.step.state.value),
                moved_at=fact.step.at,
                borough=fact.borough,
                official=fact.official,
                general_director=fact.general_director,
                director=fact.director,
            )
    assert_never(fact)


def _transfer(fact: happened.TransferMoved) -> Event:
    moved = fact.transfer
    told = _told_of(fact)
    match moved.state:
        case TransferState.OFFERED:
            return said.TransferOfferedV1(**told, expires_at=moved.expires_at)
        case TransferState.ACCEPTED:
            return said.TransferAcceptedV1(**told)
        case TransferState.DECLINED:
            return said.TransferDeclinedV1(**told)
        case TransferState.EXPIRED:
            return said.TransferExpiredV1(**told)
        case TransferState.WITHDRAWN:
            return said.TransferWithdrawnV1(**told)
    assert_never(moved.state)


def _told_of(fact: happened.TransferMoved) -> dict[str, Any]:
    moved = fact.transfer
    return {
        "case_id": fact.case_id,
        "at": fact.at,
        "transfer": moved.number,
        "from_borough": moved.sender.borough,
        "from_department": moved.sender.department,
        "from_person": moved.sender.person_id,
        "to_borough": moved.addressee.borough,
        "to_department": moved.addressee.department,
        "to_person": moved.addressee.person_id,
    }


def _level(fact: happened.LevelChanged) -> said.LevelChangedV1:
    held, line = fact.decision, fact.line
    return said.LevelChangedV1(
        case_id=fact.case_id,
        changed_at=fact.at,
        level=FIRST if line is None else SECOND,
        responsible_borough=held.responsible_borough or "",
        department=held.department or "",
        line_department=(held.department or "") if line is None else line.department,
        line_person=(held.reception_person or "") if line is None else line.person_id,
    )
