"""What is shown of a case: to the citizen, to staff, in a list. lowerCamelCase, as the City does.

Two different things on purpose: what a citizen sees is chosen field by field, never filtered.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from contracts.words import CommitmentKind
from pydantic.alias_generators import to_camel
from ui import moment
from ui.language import said

from intake.domain.asking import is_for, open_question
from intake.domain.bearer import bearer_of
from intake.domain.case import Case
from intake.domain.dossier import OPEN, Commitment, Line, Note, Part, Registration, Status
from intake.domain.gazetteer import Reason
from intake.domain.joining import requesters
from intake.domain.steps import Step, next_step
from intake.domain.tracking import hash_of
from intake.entrypoints import attachment_words, law_words, particulars
from intake.entrypoints.case_queries import Dossier
from intake.entrypoints.place_words import REASONS
from intake.entrypoints.words import KINDS, STATUSES, STEPS, claim_notice, line_words

View = dict[str, Any]
LATE_ENTRY = timedelta(hours=1)


def summary(case: Case, language: str) -> View:
    """A case in a list, or as the answer to a command."""
    registration = case.registration
    assert registration is not None, "only registered cases are shown"
    return {
        "caseId": case.case_id,
        "borough": case.borough,
        "kind": registration.kind.value,
        **_kind(registration, language),
        "activity": registration.activity,
        "channel": registration.channel.value,
        "receivedAt": registration.received_at,
        **_standing(case, language),
    }


def _kind(registration: Registration, language: str) -> View:
    """The kind in words, and what it counts among at its counter where that is another (C-11)."""
    kind, counted = registration.kind, registration.counted_as
    words = said(KINDS[kind], language)
    if counted is not kind:
        words = f"{said(KINDS[counted], language)} ({words.lower()})"
    return {"kindText": words, "countedAs": counted.value}


def answered(answer: Mapping[str, Any], language: str) -> View:
    """What a command answers: kept in words of the domain, told in those of the caller."""
    status, step = Status(answer["status"]), Step(answer["nextStep"])
    notice = answer.get("claimNotice")
    return {
        **answer,
        "claimNotice": notice and claim_notice(language=language, **notice),
        "statusText": said(STATUSES[status], language),
        "nextStepText": said(STEPS[step], language),
        **_unplaced(answer.get("placeCode"), language),
    }


def _unplaced(code: str | None, language: str) -> View:
    """Why the place is not on the map yet; nothing where it is, or need not be."""
    return {"placeCode": code, "placeText": said(REASONS[Reason(code)], language)} if code else {}


def for_citizen(
    dossier: Dossier, language: str, boroughs: Mapping[str, str], code: str = ""
) -> View:
    """What the bearer of the tracking code may see (PV-03, MH-12, MH-13).

    Of the files, those that are public or were sent under that very code.
    """
    case, promise = dossier.case, dossier.timeline.promise
    assigned = case.assignment
    department = assigned and said(
        (assigned.department_name_fr, assigned.department_name_en), language
    )
    registration = case.registration
    assert registration is not None, "only registered cases have a code"
    return {
        "borough": boroughs.get(case.borough, case.borough),
        "kind": registration.kind.value,
        **_kind(registration, language),
        "activity": registration.activity,
        "receivedAt": registration.received_at,
        **_standing(case, language),
        "departmentName": department,
        "promisedAt": promise.due_at if promise else None,
        "promiseIsDemonstration": promise.demonstration if promise else None,
        "promiseText": promise and said((promise.explanation_fr, promise.explanation_en), language),
        "legalClocks": [_clock(one, language) for one in dossier.timeline.legal_clocks],
        "requesters": requesters(case),
        "claimNotice": _notice(case, language),
        "answerReference": case.answer.reference if case.answer else None,
        "answerVerifiedOn": case.answer.verified_on if case.answer else None,
        "attachments": _attachments(case, language, hash_of(code)),
        "canWithdraw": case.status in OPEN,
        "timeline": _timeline(dossier, language, bearer=bearer_of(case, hash_of(code))),
    }


def for_staff(dossier: Dossier, language: str, *, with_contacts: bool) -> View:
    """The dossier. Of a complaint: that it is there and where it stands (PV-44, PV-45)."""
    case, timeline = dossier.case, dossier.timeline
    registration = case.registration
    assert registration is not None, "only registered cases are shown"
    return {
        **summary(case, language),
        "boroughs": case.boroughs,
        "origin": registration.origin.value,
        "enteredBy": registration.entered_by,
        "language": registration.language.value,
        "originalOn": registration.original_on,
        "source": registration.source,
        "externalId": registration.external_id,
        "description": registration.description,
        "place": _camel(registration.place),
        **particulars.view_of(registration, language),
        **_unplaced(Reason.NOT_LOCATED if case.is_unlocated else None, language),
        "photo": _camel(registration.photo),
        "contact": _camel(registration.contact) if with_contacts else None,
        "assignment": _camel(case.assignment),
        "unrouted": _camel(case.unrouted),
        "answer": _camel(case.answer),
        "complaint": _camel(case.complaint) if case.is_complaint else None,
        "requesters": requesters(case),
        "claimNotice": _notice(case, language),
        "attachments": _attachments(case, language),
        "commitments": [_camel(one) for one in timeline.commitments],
        "deliveries": [_camel(one) for one in timeline.deliveries],
        "question": _camel(open_question(case)),
        "timeline": _timeline(dossier, language, bearer=None),
    }


def _attachments(case: Case, language: str, tracking_hash: str | None = None) -> list[View]:
    """The files of a case, all of them for staff; of a complaint none (PV-44)."""
    shown = [
        one
        for one in case.attachments
        if not case.is_complaint and (tracking_hash is None or one.is_for(tracking_hash))
    ]
    return [
        {
            "attachmentId": one.attachment_id,
            "kind": one.kind.value,
            "kindText": said(attachment_words.KINDS[one.kind], language),
            "mediaType": one.media_type,
            "sizeBytes": one.size_bytes,
            "name": one.name,
            "addedAt": one.added_at,
            "isPublic": one.is_public,
            **({"by": one.by, "digest": one.digest} if tracking_hash is None else {}),
        }
        for one in shown
    ]


def _notice(case: Case, language: str) -> str | None:
    notice = case.claim_notice
    if notice is None:
        return None
    return claim_notice(notice.days, notice.to_fr, notice.to_en, language)


def _clock(one: Commitment, language: str) -> View:
    """A delay of the law, with how it is counted (PV-16, PV-46)."""
    words = law_words.CLOCKS.get(one.standing, law_words.RUNNING)
    return {
        "kind": one.kind.value,
        "dueAt": one.due_at,
        "standing": one.standing,
        "text": said(words[one.kind.value], language).format(at=moment(one.due_at, language)),
        "explanation": said((one.explanation_fr, one.explanation_en), language),
    }


def _standing(case: Case, language: str) -> View:
    step = next_step(case)
    return {
        "status": case.status.value,
        "statusText": said(STATUSES[case.status], language),
        "nextStep": step.value,
        "nextStepText": said(STEPS[step], language),
    }


def _timeline(dossier: Dossier, language: str, *, bearer: str | None) -> list[View]:
    """Oldest first, by the time of the fact and not of its arrival; `bearer` None: for staff."""
    lines, for_staff = [], bearer is None
    notes = {one.note_id: one for one in dossier.case.notes}
    for line in dossier.lines:
        if bearer is not None and not (is_for(line.params, bearer) and _is_told(line)):
            continue
        noted = notes.get(line.params.get("note", ""))
        told = {"text": noted.text + _entered(noted, language)} if noted else {}
        text = line_words(line, language, for_staff=for_staff, **told)
        if text is not None:
            lines.append({"at": line.at, "service": line.service, "what": line.what, "text": text})
    return lines


def _is_told(line: Line) -> bool:
    """Of the promises a citizen reads of the work alone (MH-13)."""
    return line.service != "sla" or line.params.get("kind") == CommitmentKind.COMPLETE


def _entered(note: Note, language: str) -> str:
    """When it was entered, where that was long after it was done (MH-11)."""
    if note.entered_at - note.acted_at < LATE_ENTRY:
        return ""
    at = moment(note.entered_at, language)
    return said((f" (saisi le {at})", f" (entered {at})"), language)


def _camel(part: Part | None) -> View | None:
    if part is None:
        return None
    return {to_camel(name): value for name, value in part.model_dump().items()}
