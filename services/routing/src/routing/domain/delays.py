"""The delay that a manifest promises, as sla looks it up, and in words; it counts nothing."""

from routing.domain.manifest import Manifest
from routing.domain.manifest_delays import Commitment, Counting
from routing.domain.reasons import Words

KINDS = ("acknowledge", "complete")
Delay = tuple[Counting, int]
NO_DELAY: Delay = ("no_delay", 0)
_WORDS: dict[Counting, tuple[Words, Words]] = {
    "working_days_end_of_day": (
        ("jour ouvrable", "working day"),
        ("jours ouvrables", "working days"),
    ),
    "working_days_same_time": (
        ("jour ouvrable, à la même heure", "working day, same time"),
        ("jours ouvrables, à la même heure", "working days, same time"),
    ),
    "working_hours": (("heure ouvrable", "working hour"), ("heures ouvrables", "working hours")),
    "calendar_days": (
        ("jour de calendrier", "calendar day"),
        ("jours de calendrier", "calendar days"),
    ),
    "calendar_days_rolled": (
        ("jour de calendrier, reporté à l'ouverture", "calendar day, rolled to an open day"),
        ("jours de calendrier, reportés à l'ouverture", "calendar days, rolled to an open day"),
    ),
    "elapsed_hours": (("heure", "hour"), ("heures", "hours")),
}  # fmt: skip


def commitment_for(manifest: Manifest, kind: str, activity: str) -> Commitment | None:
    """The row that holds for an activity: its own, else the one for all (PV-04).

    Rows for some kinds of cases or channels only are left to sla, which knows the case.
    """
    rows = [row for row in manifest.commitments if row.kind == kind and is_for_all(row)]
    own = next((row for row in rows if row.activity == activity), None)
    return own or next((row for row in rows if row.activity == "*"), None)


def is_for_all(row: Commitment) -> bool:
    """Whether a row holds whatever the kind of the case and its channel."""
    return row.case_kind is None and not row.channels


def promised(manifest: Manifest, kind: str, activity: str) -> Delay:
    """How it counts and how much; NO_DELAY where the grid says so, or says nothing."""
    row = commitment_for(manifest, kind, activity)
    return NO_DELAY if row is None else (row.counting, row.amount)


def from_to(before: Delay, after: Delay) -> Words:
    """`de 10 à 5 jours ouvrables`, `from 10 to 5 working days`."""
    (was_fr, was_en), (now_fr, now_en) = in_words(before), in_words(after)
    if before[0] == after[0]:  # what is counted is said once
        was_fr = was_en = str(before[1])
    return f"de {was_fr} à {now_fr}", f"from {was_en} to {now_en}"


def in_words(delay: Delay) -> Words:
    """`5 jours ouvrables`, `5 working days`; a way of counting not known here goes by its name."""
    counting, amount = delay
    if counting == "no_delay":
        return "aucun délai", "no delay"
    one, many = _WORDS.get(counting, ((counting, counting), (counting, counting)))
    fr, en = one if amount == 1 else many
    return f"{amount} {fr}", f"{amount} {en}"
