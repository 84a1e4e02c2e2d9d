"""The rules by which lines are answered and a list is closed (PV-28, PV-33)."""

from dataclasses import dataclass
from datetime import date, datetime

from sla.domain.errors import Refused
from sla.domain.lists.documents import Answer, AnswerKind, ListKind, MonthlyList, Page

LONGEST_WORDS = 500
WHOLE = "form"  # a fault that is of no field


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers. `planned_on` is a local date."""

    kind: AnswerKind
    words: str = ""
    planned_on: date | None = None


def answered(
    head: MonthlyList, page: Page, case_id: str, given: Given, by: str, now: datetime, today: date
) -> Page:
    """The page with one more answer; the last one to a line holds, the earlier ones stay.

    After the reply date it is taken all the same, and marked late (PV-33). Raises Refused.
    """
    _check_open(head)
    if head.kind is not ListKind.RESPONSABLE:
        raise Refused(
            WHOLE,
            "La liste du conseil est pour information : rien n'y est répondu.",
            "The council's list is for information: nothing is answered there.",
        )
    if all(line.case_id != case_id for line in page.lines):
        raise Refused("caseId", "Cette ligne n'est pas dans la liste.", "No such line.")
    _check(given, today)
    is_late = head.reply_until is not None and now > head.reply_until
    answer = Answer(
        case_id=case_id,
        kind=given.kind,
        words=given.words.strip(),
        planned_on=given.planned_on if given.kind is AnswerKind.ACTION else None,
        by=by,
        at=now,
        is_late=is_late,
    )
    return page.model_copy(update={"answers": (*page.answers, answer)})


def closed(head: MonthlyList, by: str, now: datetime) -> MonthlyList:
    """The list, closed by the technician; nothing is answered after it. Raises Refused."""
    _check_open(head)
    if head.kind is not ListKind.RESPONSABLE:
        raise Refused(
            WHOLE,
            "La liste du conseil est pour information : elle n'a pas à être fermée.",
            "The council's list is for information: it needs no closing.",
        )
    return head.model_copy(update={"closed_at": now, "closed_by": by})


def _check_open(head: MonthlyList) -> None:
    if head.is_closed:
        raise Refused(
            WHOLE,
            "La liste est fermée : adressez-vous au technicien du guichet.",
            "The list is closed: ask the technician of the counter.",
        )


def _check(given: Given, today: date) -> None:
    words = given.words.strip()
    if len(words) > LONGEST_WORDS:
        raise Refused(
            "words", f"Au plus {LONGEST_WORDS} caractères.", f"At most {LONGEST_WORDS} characters."
        )
    if given.kind is AnswerKind.WAITING and not words:
        raise Refused(
            "words",
            "En attente de quoi ? Donnez la raison (PV-33).",
            "Waiting for what? Give the reason (PV-33).",
        )
    if given.kind is AnswerKind.ACTION and not words:
        raise Refused(
            "words",
            "Quelle action est à venir ? Dites-la (PV-33).",
            "Which action is to come? Say it.",
        )
    if given.kind is AnswerKind.ACTION and given.planned_on and given.planned_on < today:
        raise Refused(
            "plannedOn",
            "Une action à venir n'est pas dans le passé : donnez une date d'aujourd'hui ou"
            " plus tard.",
            "An action to come is not in the past: give a date of today or later.",
        )
    if given.kind is not AnswerKind.ACTION and given.planned_on:
        raise Refused(
            "plannedOn",
            "Une date va avec « action à venir » seulement.",
            "A date goes with an action to come only.",
        )
