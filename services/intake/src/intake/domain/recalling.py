"""Mailing a citizen's tracking code again, to the address that the case holds and to no other."""

from datetime import datetime, timedelta

from intake.domain.case import Case, Decision, line_of
from intake.domain.conversation import FIRST, CodeRequest
from intake.domain.dossier import Contact
from intake.domain.facts import ContactsRecorded
from intake.domain.search_words import email_form

MOST_A_DAY = 3
DAY = timedelta(hours=24)


def bearers_with(case: Case, email: str) -> list[str]:
    """Which citizens of the case gave that address, in whatever spelling; of a complaint nobody.

    That an address stands in a complaint is not to be found out (PV-44).
    """
    if case.registration is None or case.is_complaint:
        return []
    everybody: list[tuple[str, Contact | None]] = [(FIRST, case.registration.contact)]
    everybody += [(one.requester_id, one.contact) for one in case.requesters]
    wanted = email_form(email)
    return [
        bearer
        for bearer, contact in everybody
        if contact and contact.email and email_form(contact.email) == wanted
    ]


def recall_code(case: Case, bearer: str, now: datetime) -> Decision:
    """Ask for the mail; of more than three in a day the others change nothing.

    Never refused: whoever asks must not learn from the answer whether there is such a case.
    """
    registration, talk = case.registration, case.conversation
    if registration is None:
        return case, ()
    own = [one for one in talk.code_requests if one.bearer == bearer]
    if sum(one.at > now - DAY for one in own) >= MOST_A_DAY:
        return case, ()
    others = [one for one in talk.code_requests if one.bearer != bearer]
    # What was asked longer ago limits nothing; the newest one is always kept.
    kept = (*others, *own[1 - MOST_A_DAY :], CodeRequest(bearer=bearer, at=now))
    version = registration.contacts_version + 1
    changed = case.with_line(
        line_of(now, "code-recalled", bearer=bearer),
        registration=registration.model_copy(update={"contacts_version": version}),
        conversation=talk.model_copy(update={"code_requests": kept}),
    )
    return changed, (ContactsRecorded(),)
