"""How a delivery leaves the house once: reserved before the call, answered after it.

A reservation that ran out without an answer is uncertain: the template's policy says whether a
duplicate or a silence is the lesser evil. Physical duplicates can come from that window only, and
`resends` counts them.
"""

from datetime import datetime, timedelta
from typing import Literal

from notifications.domain.by_post import is_open
from notifications.domain.deliveries import (
    Failed,
    HandedOver,
    Policies,
    Said,
    Uncertain,
    barred,
    is_contact_here,
    plan,
    without_words,
)
from notifications.domain.dossier import Delivery, Dossier, LetterNews, State
from notifications.domain.messages import Recipient
from notifications.domain.policies import POLICIES, LesserEvil
from notifications.domain.ways import EMAIL, template_of

Answer = Literal["taken", "refused", "try-again", "unknown"]


def due(dossier: Dossier, now: datetime) -> tuple[Delivery, ...]:
    """What may be reserved now, oldest event first."""
    return tuple(one for one in dossier.deliveries if _is_due(dossier, one, now))


def reserve(
    dossier: Dossier, delivery_id: str, now: datetime, lease: timedelta
) -> tuple[Dossier, Delivery | None]:
    """Take a delivery for one call of the provider, or None where it is not to be sent (any more).

    To be saved before the call; the answer must name the `attempt` of the delivery returned.
    """
    one = dossier.delivery(delivery_id)
    if not _is_due(dossier, one, now) or barred(dossier, one) is not None:
        return dossier, None
    taken = one.model_copy(
        update={
            "state": State.RESERVED,
            "attempt": one.attempt + 1,
            "reserved_until": now + lease,
        }
    )
    return _put(dossier, taken), taken


def answer(
    dossier: Dossier,
    delivery_id: str,
    attempt: int,
    outcome: Answer,
    now: datetime,
    jitter: float,
    policies: Policies = POLICIES,
) -> tuple[Dossier, list[Said]]:
    """Note what the provider said to that attempt. `jitter` in [0, 1).

    An answer that comes after its reservation ran out still counts, unless another attempt was
    reserved meanwhile or the delivery is settled: then nothing changes.
    """
    one = dossier.delivery(delivery_id)
    waits = one.state in (State.RESERVED, State.UNCERTAIN) or _waits_for_resend(one)
    if one.attempt != attempt or not waits:
        return dossier, []
    if one.state is not State.RESERVED and outcome != "taken":
        return dossier, []
    match outcome:
        case "taken":
            done = _settled(one, State.HANDED_OVER, now, None)
            return _put(dossier, done), [HandedOver(done, now)]
        case "refused":
            return _give_up(dossier, one, now, "refused")
        case "try-again":
            if attempt >= policies[one.template].attempts:
                return _give_up(dossier, one, now, "exhausted")
            return plan(_put(dossier, _again(one, now, jitter, policies)), now, policies)
        case "unknown":
            return _in_doubt(dossier, one, now, jitter, policies)


def postpone(dossier: Dossier, delivery_id: str, until: datetime) -> Dossier:
    """Not yet: what the message needs (a grid, a mailbox) is not here. Counts as no attempt."""
    one = dossier.delivery(delivery_id)
    if one.state is not State.ACCEPTED:
        return dossier
    return _put(dossier, one.model_copy(update={"not_before": until}))


def give_up(
    dossier: Dossier, delivery_id: str, now: datetime, reason: str
) -> tuple[Dossier, list[Said]]:
    """Nobody to send it to: failed, unless it left already."""
    one = dossier.delivery(delivery_id)
    return (dossier, []) if one.state is not State.ACCEPTED else _give_up(dossier, one, now, reason)


def tick(
    dossier: Dossier, now: datetime, jitter: float, policies: Policies = POLICIES
) -> tuple[Dossier, list[Said]]:
    """Time passed: reservations without an answer, messages whose news is too old."""
    said: list[Said] = []
    for one in dossier.deliveries:
        more: list[Said] = []
        if _is_over(one, now):
            dossier, more = _in_doubt(dossier, one, now, jitter, policies)
        elif _waits(one) and now > one.expires_at:
            late = _settled(one, State.EXPIRED, now, "expired")
            dossier, more = _put(dossier, late), [Failed(late, "expired")]
        said += more
    return without_words(dossier, lambda one: now > _too_old_at(one, policies)), said


def next_try_at(dossier: Dossier, policies: Policies = POLICIES) -> datetime | None:
    """When this case needs a look again; None: only a new fact can change it.

    Just past `expires_at` for what waits for a contact: a fact brings it, or it grows too old.
    """
    held = [one for one in dossier.letters if one.sealed is not None]
    times = [_too_old_at(one, policies) + timedelta(seconds=1) for one in held]
    for one in dossier.deliveries:
        if one.channel == EMAIL and one.state is State.RESERVED and one.reserved_until is not None:
            times.append(one.reserved_until)
        elif _waits(one):
            too_old_at = one.expires_at + timedelta(seconds=1)
            ready = one.channel == EMAIL and _is_addressable(dossier, one)
            times.append(min(one.not_before, too_old_at) if ready else too_old_at)
    return min(times, default=None)


def _is_due(dossier: Dossier, one: Delivery, now: datetime) -> bool:
    return (
        one.channel == EMAIL
        and one.state is State.ACCEPTED
        and one.not_before <= now <= one.expires_at
        and _is_addressable(dossier, one)
    )


def _is_addressable(dossier: Dossier, one: Delivery) -> bool:
    if one.recipient is not Recipient.CITIZEN:
        return True
    return is_contact_here(dossier) and dossier.person(one) is not None


def _is_over(one: Delivery, now: datetime) -> bool:
    """A reservation that ran out; whoever took a letter to post it is never taken for silent."""
    until = one.reserved_until if one.channel == EMAIL else None
    return one.state is State.RESERVED and until is not None and until <= now


def _waits(one: Delivery) -> bool:
    """Owed and not taken: growing too old ends it, a letter without an address too."""
    return one.state is State.ACCEPTED or (one.state is State.CANCELLED and is_open(one))


def _waits_for_resend(one: Delivery) -> bool:
    return one.state is State.ACCEPTED and one.resends > 0


def _in_doubt(
    dossier: Dossier, one: Delivery, now: datetime, jitter: float, policies: Policies
) -> tuple[Dossier, list[Said]]:
    policy = policies[one.template]
    if policy.in_doubt is LesserEvil.SILENCE or one.resends >= policy.resends:
        unknown = _settled(one, State.UNCERTAIN, now, "unanswered")
        return _put(dossier, unknown), [Uncertain(unknown, is_resent=False)]
    again = _again(one, now, jitter, policies).model_copy(update={"resends": one.resends + 1})
    dossier, said = plan(_put(dossier, again), now, policies)
    return dossier, [Uncertain(again, is_resent=True), *said]


def _again(one: Delivery, now: datetime, jitter: float, policies: Policies) -> Delivery:
    pause = policies[one.template].retry_after(one.attempt - 1, jitter)
    return one.model_copy(
        update={"state": State.ACCEPTED, "reserved_until": None, "not_before": now + pause}
    )


def _give_up(
    dossier: Dossier, one: Delivery, now: datetime, reason: str
) -> tuple[Dossier, list[Said]]:
    failed = _settled(one, State.FAILED, now, reason)
    return _put(dossier, failed), [Failed(failed, reason)]


def _settled(one: Delivery, state: State, now: datetime, reason: str | None) -> Delivery:
    return one.model_copy(
        update={"state": state, "reserved_until": None, "settled_at": now, "reason": reason}
    )


def _too_old_at(letter: LetterNews, policies: Policies) -> datetime:
    return letter.at + policies[template_of(letter.kind)].max_age


def _put(dossier: Dossier, changed: Delivery) -> Dossier:
    """With that delivery instead; a letter that is settled leaves its words in the same write."""
    if changed.settled_at is not None:
        dossier = without_words(dossier, lambda one: one.letter_id == changed.event_id)
    deliveries = tuple(
        changed if one.delivery_id == changed.delivery_id else one for one in dossier.deliveries
    )
    return dossier.model_copy(update={"deliveries": deliveries})
