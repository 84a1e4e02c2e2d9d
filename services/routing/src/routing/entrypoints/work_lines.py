"""One line of a list of work: what it is, who has it, until when, and what stands in the way."""

from dataclasses import dataclass
from datetime import date, datetime

from ui.dates import ZONE
from ui.language import said

from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.facts import CaseKind
from routing.domain.stage import Stage, persons_of, stage_of, standing_refusal
from routing.domain.standing import outcome_of
from routing.entrypoints.work_words import KINDS, OUTCOMES, late_by, promised, refusal


@dataclass(frozen=True)
class Badge:
    """A short word with its colour: `kind` is a class of the shell."""

    text: str
    kind: str


@dataclass(frozen=True)
class Line:
    """What a list shows of a case; all texts in the reader's language."""

    case_id: str
    title: str
    kind: str
    counter: str
    department: str
    persons: tuple[str, ...]
    received_on: date | None
    is_late: bool
    late: str
    due: str
    badges: tuple[Badge, ...]
    why: str
    is_open: bool
    may_accept: bool
    may_complete: bool


def line_of(state: Assignment, snapshot: Snapshot, now: datetime, language: str) -> Line:
    """A case as a line."""
    known, held, promise = state.registered, state.decision, state.promise
    is_open = stage_of(state) is Stage.OPEN
    is_late = is_open and promise is not None and promise.is_late(now)
    today = now.astimezone(ZONE).date()
    reason = (held.reason_en if language == "en" else held.reason_fr) if held else ""
    names = (held.department_name_fr or "", held.department_name_en or "") if held else ("", "")
    return Line(
        case_id=state.case_id,
        title=title_of(state, snapshot, language),
        kind=said(KINDS[known.kind], language) if known else "",
        counter=known.counter_borough if known else "",
        department=said((names[0], names[1] or names[0]), language),
        persons=tuple(persons_of(state)),
        received_on=known.received_on if known else None,
        is_late=is_late,
        late=late_by(promise, today, language) if is_late and promise else "",
        due=promised(promise, now, language),
        badges=tuple(badges_of(state, language)),
        why="" if state.is_assigned else reason,
        is_open=is_open,
        may_accept=is_open and state.is_assigned and state.acceptance is None,
        may_complete=is_open and state.is_assigned,
    )


def title_of(state: Assignment, snapshot: Snapshot, language: str) -> str:
    """The activity as the grid names it, else as the counter does; a complaint is only that."""
    known, held = state.registered, state.decision
    if known is None:
        return said(OUTCOMES["waiting"], language)
    if known.kind is not CaseKind.REQUEST:
        return said(KINDS[known.kind], language)
    slug = (held.grid_version or "").partition("@")[0] if held is not None else ""
    grid = snapshot.grids.on(slug, known.received_on) if slug else None
    activity = grid.activity(held.rule) if grid and held and held.rule else None
    if activity is None:
        return known.activity or said(KINDS[known.kind], language)
    name = (activity.name_fr, activity.name_en or activity.name_fr)
    return said(name, language).lstrip("*")


def badges_of(state: Assignment, language: str) -> list[Badge]:
    """Where it stands, in one word each; what somebody must answer comes first."""
    stage, found = stage_of(state), []
    if state.transfer is not None and state.transfer.is_open:
        found.append(Badge(said(("Transfert offert", "Transfer offered"), language), "due-soon"))
    if (refused := standing_refusal(state)) is not None:
        why = refusal(refused.reason, language)
        found.append(Badge(said((f"Refusé : {why}", f"Refused: {why}"), language), "missed"))
    if state.loop is not None:
        found.append(Badge(said(("Tourne en rond", "Going in circles"), language), "missed"))
    if state.second_line is not None:
        found.append(Badge(said(("2e niveau", "Level 2"), language), "upcoming"))
    if stage is Stage.COMPLETED and state.work is not None:
        waits = state.work.awaits_intake
        words = ("Complété, à confirmer", "Completed, to be confirmed") if waits else DONE
        found.append(Badge(said(words, language), "upcoming" if waits else "completed"))
    elif stage is Stage.ENDED:
        found.append(Badge(said(("Fermé", "Closed"), language), "closed"))
    elif stage is Stage.NONE:
        found.append(Badge(said(OUTCOMES["none"], language), "ended"))
    elif not state.is_assigned:
        kind = "upcoming" if outcome_of(state) == "waiting" else "missed"
        found.append(Badge(said(OUTCOMES[outcome_of(state)], language), kind))
    elif state.acceptance is None:
        found.append(Badge(said(("Nouveau", "New"), language), "new"))
    else:
        found.append(Badge(said(("Pris en charge", "Taken charge of"), language), "active"))
    return found


DONE = ("Complété", "Completed")
