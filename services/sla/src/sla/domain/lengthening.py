"""How much longer a delay may be made, by whom, with what notice (PV-48, C-06, A-2.1 art. 47)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sla.domain.commitment import Commitment
from sla.domain.derivation import Rule, RulesUnknown, count_by
from sla.domain.entered import Extension
from sla.domain.errors import Refused
from sla.domain.promises import CommitmentKind

ACCESS_DAYS, ACCESS_TIMES = 10, 1  # art. 47: no grid can allow more
MOST_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What the grid allows for one promise, within what the law allows."""

    most: int
    times: int
    roles: tuple[str, ...]
    due_at: datetime
    needs_notice: bool
    in_hours: bool

    def role_among(self, roles: Collection[str]) -> str:
        """The role by which it is decided. Raises `Refused`."""
        if self.most == 0:
            raise Refused(
                "commitment",
                "la grille ne permet pas de prolonger ce délai",
                "the grid does not let this delay be extended",
            )
        if not self.roles:
            return min(roles, default="")
        held = [role for role in self.roles if role in roles]
        if not held:
            named = ", ".join(self.roles)
            raise Refused(
                "role", f"seul ce rôle prolonge : {named}", f"only this role extends: {named}"
            )
        return held[0]

    def check_notice(self, notice_on: date | None, decided_on: date, zone: ZoneInfo) -> None:
        """The requester is told within the first delay (PV-47, PV-48). Raises `Refused`."""
        if notice_on is None:
            if self.needs_notice:
                raise Refused(
                    "noticeOn",
                    "dites quel jour la personne fut avisée",
                    "say on which day the requester was told",
                )
            return
        if notice_on < decided_on:
            raise Refused("noticeOn", "précède la décision", "is before the decision")
        if notice_on > self.due_at.astimezone(zone).date():
            raise Refused("noticeOn", "vient après l'échéance", "is after the due date")


def terms_of(one: Commitment, rule: Rule) -> Terms:
    """The terms of a promise; for an answer on access the law's where the grid gives more."""
    most, times = rule.promise.extension_max, rule.promise.extension_times
    is_access = one.kind is CommitmentKind.ACCESS_ANSWER
    if is_access:
        most, times = min(most, ACCESS_DAYS), min(times, ACCESS_TIMES)
    return Terms(
        most=most,
        times=times,
        roles=rule.promise.extension_by,
        due_at=one.due_at,
        needs_notice=is_access,
        in_hours=one.counting.in_hours,
    )


def check_amount(terms: Terms, amount: int, held: Sequence[Extension]) -> None:
    """Raises `Refused` for more than there may be, or more often."""
    if len(held) >= terms.times:
        raise Refused(
            "commitment",
            f"déjà prolongé {len(held)} fois : pas davantage",
            f"extended {len(held)} times already: not more often",
        )
    left = terms.most - sum(one.amount for one in held)
    if not 1 <= amount <= left:
        unit_fr, unit_en = ("heures", "hours") if terms.in_hours else ("jours", "days")
        raise Refused(
            "amount", f"de 1 à {left} {unit_fr} au plus", f"from 1 to {left} {unit_en} at most"
        )


def amount_until(one: Commitment, rule: Rule, until_on: date) -> int:
    """How much more makes it due on that local day, in the delay's own unit. Raises `Refused`."""
    zone = rule.rules.calendar.zone
    if until_on <= one.due_at.astimezone(zone).date():
        raise Refused("untilOn", "n'est pas après l'échéance", "is not after the due date")
    found = 0
    for more in range(1, MOST_STEPS):
        try:
            due = count_by(rule, one.started_at, one.trace.pauses, one.extended_by + more)
        except RulesUnknown as unknown:
            raise Refused(
                "untilOn", "au-delà du calendrier connu", "beyond the calendar that is known"
            ) from unknown
        due_on = due.due_at.astimezone(zone).date()
        if due_on == until_on:
            found = more
        if due_on > until_on or (due_on == until_on and not one.counting.in_hours):
            break
    if not found:
        raise Refused(
            "untilOn",
            "ce délai ne peut pas échoir ce jour-là",
            "this delay cannot end on that day",
        )
    return found
