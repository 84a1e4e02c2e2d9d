"""Whose postal address is said to the service that writes letters, and when (PV-47).

Only where letters may have to go by post: to who asked for it, and of the kinds that the law or the
policy answers in writing. Nobody else's address leaves intake.
"""

from typing import Any

from contracts.words import Kind

from intake.domain.dossier import Contact, Registration
from intake.domain.facts import ContactsRecorded

WITH_LETTERS = frozenset({Kind.COMPLAINT, Kind.CLAIM, Kind.ACCESS})


def address_for_letters(kind: Kind, contact: Contact) -> str | None:
    """The address that letters may need; None: none was given, or nothing goes by post."""
    return contact.address if contact.by_post or kind in WITH_LETTERS else None


def address_now_needed(
    old: Registration, kind: Kind
) -> tuple[dict[str, Any], list[ContactsRecorded]]:
    """What a change of kind adds: the contacts are said again where an address is needed now."""
    contact = old.contact or Contact()
    if address_for_letters(kind, contact) == address_for_letters(old.kind, contact):
        return {}, []
    return {"contacts_version": old.contacts_version + 1}, [ContactsRecorded()]
