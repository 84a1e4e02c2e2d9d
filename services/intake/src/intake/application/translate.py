"""From what happened in the domain to the events of the contract, and nothing else.

What is said of a complaint in the open is that it is there: no activity, no place, no words.
"""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from chassis.outcome import Outcome
from contracts import Event
from contracts.events import intake as said
from contracts.words import Kind

from intake.domain import facts as happened
from intake.domain.attachment import Attachment
from intake.domain.case import Case, Decision
from intake.domain.conversation import FIRST
from intake.domain.dossier import ClaimContent, Contact, Place, Registration, Requester
from intake.domain.gazetteer import Reason
from intake.domain.joining import requesters
from intake.domain.leaving import pieces_of
from intake.domain.postal import address_for_letters
from intake.domain.signature import Signature
from intake.domain.steps import next_step
from intake.domain.tracking import TrackingCodes


def outcome(decision: Decision, codes: TrackingCodes) -> Outcome[Case]:
    """A decision as the chassis takes it; the answer says where the case stands (PV-03).

    The answer is kept with the command: it holds no personal data and no tracking code.
    """
    case, facts = decision
    answer: dict[str, Any] = {
        "caseId": case.case_id,
        "borough": case.borough,
        "status": case.status.value,
        "nextStep": next_step(case).value,
    }
    if case.registration is not None:
        answer["kind"] = case.registration.kind.value
        answer["requesters"] = requesters(case)
        notice = case.claim_notice
        answer["claimNotice"] = notice and notice.model_dump(include={"days", "to_fr", "to_en"})
        if case.is_unlocated:
            answer["placeCode"] = Reason.NOT_LOCATED.value
        answer["receivedAt"] = case.registration.received_at.isoformat().replace("+00:00", "Z")
    return Outcome(case, list(contract_events(case, facts, codes)), answer)


def contract_events(
    case: Case, facts: Iterable[happened.Fact], codes: TrackingCodes
) -> Iterable[Event]:
    """The events of these facts, in their order."""
    for fact in facts:
        registration = case.registration
        assert registration is not None, "a case says nothing before it is registered"
        yield _event(case, registration, fact, codes)


def _event(
    case: Case, registration: Registration, fact: happened.Fact, codes: TrackingCodes
) -> Event:
    case_id = case.case_id
    match fact:
        case happened.Registered():
            return said.CaseRegisteredV1(
                case_id=case_id,
                kind=registration.kind,
                activity=registration.open_activity,
                channel=registration.channel,
                received_at=registration.received_at,
                details_version=registration.details_version,
                contacts_version=registration.contacts_version,
                language=registration.language,
                original_on=registration.original_on,
                acknowledged=registration.acknowledged,
            )
        case happened.DetailsRecorded():
            place = registration.place or Place()
            return said.CaseDetailsRecordedV1(
                case_id=case_id,
                version=registration.details_version,
                longitude=place.longitude,
                latitude=place.latitude,
                address=place.address,
                description=registration.description,
                photo=registration.photo
                and said.PhotoReference.model_validate(registration.photo.model_dump()),
                activity=None if registration.is_of_grid else registration.activity or None,
                claim=_claim(registration),
                access=_access(registration),
            )
        case happened.ContactsRecorded():
            contact = registration.contact or Contact()
            return said.CaseContactsRecordedV1(
                case_id=case_id,
                version=registration.contacts_version,
                language=registration.language,
                name=contact.name,
                email=contact.email,
                phone=contact.phone,
                tracking_code=codes.code_of(case_id),
                joined=[_joined(case, one, codes) for one in case.requesters if one.contact],
                code_asked_at=case.conversation.code_asked_at(FIRST),
                postal_address=address_for_letters(registration.kind, contact),
                by_post=contact.by_post,
            )
        case happened.HandedOver():
            return _handover(case_id, registration, fact)
        case happened.FilePieceHandedOver():
            return said.FilePieceHandedOverV1(
                case_id=case_id,
                file_id=fact.file_id,
                number=fact.number,
                content=b64encode(fact.content).decode(),
            )
        case happened.Answered():
            return said.CaseAnsweredV1(
                case_id=case_id, answered_at=fact.at, reference=fact.reference
            )
        case happened.Reclassified():
            return said.CaseReclassifiedV1(
                case_id=case_id, kind=fact.kind, activity=fact.activity, reclassified_at=fact.at
            )
        case happened.Completed():
            return said.CaseCompletedV1(case_id=case_id, done_on=fact.done_on, completed_at=fact.at)
        case happened.CompletionRefused():
            return said.CompletionRefusedV1(case_id=case_id, reason=fact.reason)
        case happened.Withdrawn():
            return said.CaseWithdrawnV1(case_id=case_id, withdrawn_at=fact.at)
        case happened.Closed():
            return said.CaseClosedV1(
                case_id=case_id, closed_at=fact.at, without_work=fact.without_work
            )
        case happened.Reopened():
            return said.CaseReopenedV1(case_id=case_id, reopened_at=fact.at, reason=fact.reason)
        case happened.Joined():
            return said.RequesterJoinedV1(
                case_id=case_id,
                joined_at=fact.at,
                channel=fact.channel,
                requesters=requesters(case),
                contacts_version=registration.contacts_version,
            )
        case happened.QuestionAsked():
            return said.QuestionAskedV1(
                case_id=case_id,
                question_id=fact.question_id,
                asked_at=fact.at,
                contacts_version=registration.contacts_version,
            )
        case happened.QuestionAnswered():
            return said.QuestionAnsweredV1(
                case_id=case_id, question_id=fact.question_id, answered_at=fact.at
            )
        case happened.ResultValidated():
            return said.ResultValidatedV1(case_id=case_id, validated_at=fact.at)
        case happened.ClaimNoticeGiven(notice, requester_id):
            return said.ClaimNoticeGivenV1(
                case_id=case_id,
                given_at=notice.given_at,
                days=notice.days,
                contacts_version=registration.contacts_version,
                to_fr=notice.to_fr,
                to_en=notice.to_en,
                requester_id=requester_id,
            )


def _claim(registration: Registration) -> said.ClaimDetails | None:
    """Of every claim, also where nothing is known of it: by this part it is known to be one."""
    if registration.kind is not Kind.CLAIM:
        return None
    content = registration.claim or ClaimContent()
    return said.ClaimDetails.model_validate(content.model_dump())


def _access(registration: Registration) -> said.AccessDetails | None:
    """Of every access request, as of every claim."""
    if registration.kind is not Kind.ACCESS:
        return None
    return said.AccessDetails(own_data=bool(registration.access and registration.access.own_data))


def _joined(case: Case, one: Requester, codes: TrackingCodes) -> said.JoinedRequester:
    contact = one.contact or Contact()
    return said.JoinedRequester(
        requester_id=one.requester_id,
        language=one.language,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        tracking_code=codes.code_of_joined(case.case_id, one.requester_id),
        code_asked_at=case.conversation.code_asked_at(one.requester_id),
    )


def _handover(
    case_id: str, registration: Registration, fact: happened.HandedOver
) -> said.ComplaintHandedOverV1:
    form = registration.complaint
    assert form is not None, "only a complaint is handed over"
    danger = fact.danger or happened.Danger("", None)
    place = danger.place or Place()
    return said.ComplaintHandedOverV1(
        case_id=case_id,
        version=fact.version,
        adds=fact.adds,
        received_at=registration.received_at,
        written=form.written,
        signed=form.signed,
        anonymous=form.anonymous,
        full_contact=registration.contact is not None and registration.contact.is_full,
        private_litigation=form.private_litigation,
        danger=form.danger,
        facts_on=form.facts_on,
        statement=fact.statement or None,
        files=[_file(one) for one in fact.files],
        signed_by=form.signed_by if form.signed else None,
        activity=danger.activity,
        longitude=place.longitude,
        latitude=place.latitude,
        address=place.address,
        signature=fact.signature and _signature(fact.signature),
        completed_at=fact.completed_at,
    )


def _signature(one: Signature) -> said.HandedOverSignature:
    return said.HandedOverSignature(
        kind=one.kind,
        signer=one.signer or None,
        file_id=one.scan.attachment_id if one.scan else None,
    )


def _file(one: Attachment) -> said.HandedOverFile:
    return said.HandedOverFile(
        file_id=one.attachment_id,
        name=one.name,
        media_type=one.media_type,
        size_bytes=one.size_bytes,
        digest=one.digest,
        pieces=pieces_of(one),
        added_at=one.added_at,
    )
