"""Which letters are to be posted, from all facts held; the rows of e-mail are their model."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from notifications.domain.dossier import Delivery, Dossier, State
from notifications.domain.messages import Recipient, Template
from notifications.domain.policies import Policy
from notifications.domain.reachable import delivery_id, letter_of, wants_paper
from notifications.domain.ways import LETTER

OPEN = frozenset({State.ACCEPTED, State.RESERVED})


def with_paper(dossier: Dossier, by_email: Iterable[Delivery]) -> Iterator[Delivery]:
    """The rows of e-mail, each beside the letter that is sent instead, where one is (PV-47)."""
    for row in by_email:
        yield row
        if row.recipient is Recipient.CITIZEN and wants_paper(dossier, row):
            yield _on_paper(dossier, row)


def to_third_parties(dossier: Dossier, policy: Policy) -> Iterator[Delivery]:
    """Notices to third parties (A-2.1 art. 49): by post, to the address in the letter itself."""
    for letter in dossier.letters:
        if letter.to_third_party:
            template, recipient = Template.LEGAL_LETTER, Recipient.THIRD_PARTY
            yield Delivery(
                delivery_id=delivery_id(
                    dossier.case_id, letter.letter_id, recipient, LETTER, template
                ),
                event_id=letter.letter_id,
                template=template,
                recipient=recipient,
                channel=LETTER,
                event_at=letter.at,
                expires_at=letter.at + policy.max_age,
                not_before=letter.at,
            )


def is_unsent_paper(one: Delivery) -> bool:
    """A letter that nobody took yet: without a reason to be sent, there is none."""
    waits = one.state in (State.ACCEPTED, State.CANCELLED)
    return one.channel == LETTER and one.attempt == 0 and waits


def is_open(one: Delivery) -> bool:
    """A letter that somebody has to do something about: print it, post it, find the address."""
    lacks_address = one.state is State.CANCELLED and one.reason == "no-address"
    return one.channel == LETTER and (one.state in OPEN or lacks_address)


def has_left(one: Delivery) -> bool:
    """A letter that was posted, whether or not the post brought it back since."""
    return one.channel == LETTER and one.posted_on is not None


def post_by_on(dossier: Dossier, one: Delivery) -> date | None:
    """The last local date on which the law lets it be posted; None: it names none (PV-47)."""
    written = letter_of(dossier, one)
    if written is not None:
        return None if written.post_by_on is None else date.fromisoformat(written.post_by_on)
    longer = next((news for news in dossier.extensions if news.event_id == one.event_id), None)
    # The notice of an extension leaves inside the first delay (PV-48).
    return None if longer is None else date.fromisoformat(longer.before_on)


def urgency(dossier: Dossier, one: Delivery) -> str:
    """By which open letters are put in order: the day of the law, else two weeks after it came."""
    limit = post_by_on(dossier, one) or (one.event_at + timedelta(days=14)).date()
    return limit.isoformat()


def _on_paper(dossier: Dossier, row: Delivery) -> Delivery:
    name = delivery_id(
        dossier.case_id, row.event_id, row.recipient, LETTER, row.template, row.requester_id
    )
    return row.model_copy(update={"channel": LETTER, "delivery_id": name})
