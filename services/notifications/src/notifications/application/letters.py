"""Makes the message of one delivery from the dossier, the borough's voice and the templates.

Only here does a tracking code meet an address, and only for the citizen's own mail.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from notifications.application.date_words import ZONE, date_en, date_fr
from notifications.application.elected_letter import elected_letter
from notifications.application.list_letter import list_letter, list_news_of
from notifications.application.offices import office
from notifications.application.paper import paper_of
from notifications.application.undeliverable import NoAddress, NotYet
from notifications.domain.dossier import AssignmentNews, Delivery, Dossier
from notifications.domain.letter_words import Safe
from notifications.domain.messages import Message, Recipient, Renderer, Template
from notifications.domain.people import Directories
from notifications.domain.voices import Voice, Voices
from notifications.domain.ways import LETTER

KINDS = {
    "request": ("Requête", "Request"),
    "complaint": ("Plainte", "Complaint"),
    "information": ("Information", "Information"),
    "claim": ("Réclamation", "Claim"),
    "access": ("Demande d’accès", "Access request"),
}


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every letter. `public_url` without a final slash."""

    public_url: str
    sender_address: str


def letter(
    dossier: Dossier,
    delivery: Delivery,
    *,
    voices: Voices,
    people: Directories,
    safe: Safe,
    house: House,
    renderer: Renderer,
    now: datetime,
) -> Message:
    """The message, ready to leave. Raises NotYet, NoAddress."""
    on = now.astimezone(ZONE).date()
    listed = list_news_of(dossier, delivery)
    given = _assignment(dossier, delivery)
    to_department = delivery.recipient is Recipient.DEPARTMENT
    # A department is written to by its own borough, the citizen by the counter he came to.
    told = listed or (given if to_department else None) or dossier.registration
    assert told is not None, "nothing is planned before it"
    borough = told.borough
    voice = voices.voice(borough, on)
    if voice is None:
        raise NotYet(borough)
    variables = {
        "borough_fr": voice.name_fr,
        "borough_en": voice.name_en,
        "signature_fr": voice.signature_fr,
        "signature_en": voice.signature_en,
        **_of_case(dossier),
    }
    if given is not None:
        variables |= {"department_fr": given.department_fr, "department_en": given.department_en}
    if listed is not None:
        to_address, to_name, words = list_letter(
            dossier.case_id, listed, voices, people, on, house.public_url
        )
        variables |= words
    elif to_department:
        assert given is not None, "a department is written to about an assignment"
        to_address, to_name, named = office(dossier.case_id, given, voices, people, on)
        variables |= named
        variables["case_url"] = f"{house.public_url}/dossiers/{dossier.case_id}"
    elif delivery.recipient is Recipient.STAFF:
        to_address, to_name, step = elected_letter(dossier, delivery, people, on)
        variables |= {**step, "case_url": house.public_url + step["page"]}
    elif delivery.recipient is Recipient.THIRD_PARTY:
        variables |= {**_written(dossier, delivery, safe), "name": "", "tracking_url": ""}
        to_address, to_name = variables["letter_to_address"], variables["letter_to_name"]
    else:
        to_address, to_name = _citizen(dossier, delivery)
        variables |= _for_citizen(dossier, delivery, house)
        if delivery.template in (Template.COMPLAINT_LETTER, Template.LEGAL_LETTER):
            variables |= _written(dossier, delivery, safe)
    return Message(
        delivery_id=delivery.delivery_id,
        to_address=to_address,
        to_name=to_name,
        from_address=_from(voice, house),
        from_name=voice.name_fr,
        rendered=renderer.render(delivery.template, variables),
        sent_at=now,
        paper=paper_of(dossier, delivery, voice, variables, renderer),
    )


def _of_case(dossier: Dossier) -> Mapping[str, str]:
    kind_fr, kind_en = KINDS.get(dossier.kind or "", ("Demande", "Request"))
    return {
        "case_ref": dossier.case_id[:8].upper(),
        "activity_fr": dossier.activity or kind_fr,
        "activity_en": dossier.activity or kind_en,
    }


def _for_citizen(dossier: Dossier, delivery: Delivery, house: House) -> dict[str, str]:
    person, event_id = dossier.person(delivery), delivery.event_id
    assert person is not None, "reserved only once the contact is here"
    news = next((one for one in dossier.completions if one.event_id == event_id), None)
    done_on = date.fromisoformat(news.done_on) if news and news.done_on else None
    closing = next((one for one in dossier.closings if one.event_id == event_id), None)
    notice = next((one for one in dossier.claim_notices if one.event_id == event_id), None)
    return {
        **_given_to(dossier, event_id),
        **_extended(dossier, event_id),
        "name": person.name,
        "tracking_code": person.tracking_code,
        # After the #, which no server is told and no log keeps: the code opens the file.
        "tracking_url": f"{house.public_url}/suivi#{person.tracking_code}",
        "without_work": "yes" if closing and closing.without_work else "",
        "notice_days": str(notice.days) if notice else "",
        "notice_to_fr": notice.to_fr if notice else "",
        "notice_to_en": notice.to_en if notice else "",
        "promised_fr": "",
        "promised_en": "",
        "done_on_fr": date_fr(done_on) if done_on else "",
        "done_on_en": date_en(done_on) if done_on else "",
        "public_text": news.public_text if news else "",
    }


def _given_to(dossier: Dossier, event_id: str) -> dict[str, str]:
    """To which authority, of a hand-over; of anything else nothing."""
    news = next((one for one in dossier.hand_overs if one.event_id == event_id), None)
    if news is None:
        return {}
    on = date.fromisoformat(news.on)
    return {
        "authority_fr": news.authority_fr,
        "authority_en": news.authority_en,
        "given_on_fr": date_fr(on),
        "given_on_en": date_en(on),
        "file_number": news.file_number,
    }


def _extended(dossier: Dossier, event_id: str) -> dict[str, str]:
    """From which date to which, of a delay made longer; of anything else nothing."""
    news = next((one for one in dossier.extensions if one.event_id == event_id), None)
    if news is None:
        return {}
    before_on, due_on = date.fromisoformat(news.before_on), date.fromisoformat(news.due_on)
    return {
        "before_on_fr": date_fr(before_on),
        "before_on_en": date_en(before_on),
        "due_on_fr": date_fr(due_on),
        "due_on_en": date_en(due_on),
    }


def _assignment(dossier: Dossier, delivery: Delivery) -> AssignmentNews | None:
    if delivery.template in (Template.REOPENING_DEPARTMENT, Template.QUESTION_ANSWERED):
        return dossier.assignments[-1]  # who had the case has it again
    return next((one for one in dossier.assignments if one.event_id == delivery.event_id), None)


def _written(dossier: Dossier, delivery: Delivery, safe: Safe) -> dict[str, str]:
    found = next(one for one in dossier.letters if one.letter_id == delivery.event_id)
    if found.sealed is None:
        raise NotYet("words")  # they leave with the letter: it is settled, or too old
    return {
        f"letter_{name}": text
        for name, text in asdict(safe.open(found.letter_id, found.sealed)).items()
    }


def _citizen(dossier: Dossier, delivery: Delivery) -> tuple[str, str]:
    person = dossier.person(delivery)
    known = person and (person.postal_address if delivery.channel == LETTER else person.email)
    if person is None or not known:
        raise NoAddress("citizen")
    return known, person.name


def _from(voice: Voice, house: House) -> str:
    return voice.from_address or house.sender_address
