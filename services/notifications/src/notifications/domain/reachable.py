"""Whether whoever brought or joined a case can be written to: by e-mail, by post, or not at all."""

from uuid import UUID, uuid5

from notifications.domain.dossier import Delivery, Dossier, LetterNews, Person, State
from notifications.domain.messages import Recipient, Template
from notifications.domain.ways import LETTER, Row, Way, row_of

GONE_OUT = frozenset({State.RESERVED, State.HANDED_OVER, State.UNCERTAIN})


def delivery_id(
    case_id: str,
    event_id: str,
    recipient: Recipient,
    channel: str,
    template: Template,
    requester_id: str | None = None,
) -> str:
    """The same for the same six, for ever. `requester_id`: of who joined the case."""
    joined = () if requester_id is None else (requester_id,)
    return str(uuid5(UUID(case_id), "/".join((event_id, recipient, channel, template, *joined))))


def contacts_version(dossier: Dossier) -> int:
    """The version of the contacts that the registration names; 0: nobody to tell."""
    assert dossier.registration is not None  # nothing is planned before it
    return dossier.registration.contacts_version


def is_contact_here(dossier: Dossier) -> bool:
    """Whether the contact version that the case's registration names has come."""
    contact = dossier.contact
    return contact is not None and contact.version >= contacts_version(dossier)


def letter_of(dossier: Dossier, delivery: Delivery) -> LetterNews | None:
    """The letter of complaints that a delivery carries, if it carries one."""
    return next((one for one in dossier.letters if one.letter_id == delivery.event_id), None)


def row_for(dossier: Dossier, delivery: Delivery) -> Row:
    """The row of `ways` for a delivery."""
    written = letter_of(dossier, delivery)
    return row_of(delivery.template, written.kind if written else "", dossier.kind)


def wants_paper(dossier: Dossier, delivery: Delivery) -> bool:
    """Whether a message to a citizen goes by post instead (PV-47), once the contact is here."""
    way = row_for(dossier, delivery).way
    # Who joined gave no address to write to.
    if way is Way.EMAIL or delivery.requester_id is not None or not is_contact_here(dossier):
        return False
    person = dossier.person(delivery)
    return person is not None and _prefers_paper(person, way)


def unreachable(dossier: Dossier, delivery: Delivery) -> str | None:
    """Why that citizen cannot be written to this way; None: can be, or must be waited for."""
    person = dossier.person(delivery)
    if person is not None and is_contact_here(dossier):
        if delivery.channel == LETTER:
            return _not_by_post(dossier, delivery, person)
        return _not_by_email(dossier, delivery, person)
    if dossier.contact is None and dossier.erased_version >= contacts_version(dossier):
        return "erased"
    left = delivery.requester_id is not None and dossier.contact is not None and person is None
    return "cancelled" if left else None


def _prefers_paper(person: Person, way: Way) -> bool:
    """Asked for, by the law or by the person, with an address to send it to; or the only way."""
    asked = way is Way.POST or person.by_post
    return not person.email or (asked and bool(person.postal_address))


def _not_by_post(dossier: Dossier, delivery: Delivery, person: Person) -> str | None:
    if not person.postal_address:
        return "no-address"
    return "cancelled" if _has_gone(dossier, delivery) else None


def _not_by_email(dossier: Dossier, delivery: Delivery, person: Person) -> str | None:
    on_paper = wants_paper(dossier, delivery) and bool(person.postal_address)
    if on_paper or _has_gone(dossier, delivery):
        return "by-post"
    return None if person.email else "no-address"


def _has_gone(dossier: Dossier, delivery: Delivery) -> bool:
    """The same news left by the other way already: nobody is told twice."""
    same = (delivery.event_id, delivery.template, delivery.requester_id)
    return any(
        one.channel != delivery.channel
        and (one.event_id, one.template, one.requester_id) == same
        and one.state in GONE_OUT
        for one in dossier.deliveries
    )
