"""What the live view calls each event, and which of its fields it shows on the one line."""

from collections.abc import Mapping

from contracts.asyncapi_titles import EVENTS as TITLES
from contracts.registry import WIRE_TYPE

# Fields worth seeing at a glance, most telling first; an event that is not here shows none.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "chassis.record-parked.v1": ("record_topic", "offset", "fault"),
    "complaints.admissibility-decided.v1": ("admissibility", "code", "respond_by_on"),
    "complaints.letter-written.v1": ("kind",),
    "intake.case-answered.v1": ("reference",),
    "intake.case-completed.v1": ("done_on",),
    "intake.case-contacts-recorded.v1": ("version", "language"),
    "intake.case-details-recorded.v1": ("version",),
    "intake.case-reclassified.v1": ("kind", "activity"),
    "intake.case-registered.v1": ("kind", "activity", "channel", "language", "original_on"),
    "intake.complaint-handed-over.v1": ("version", "written", "signed"),
    "intake.completion-refused.v1": ("reason",),
    "notifications.message-accepted.v1": ("template", "recipient"),
    "notifications.message-failed.v1": ("template", "recipient", "reason"),
    "notifications.message-handed-over.v1": ("template", "recipient", "resent"),
    "notifications.message-uncertain.v1": ("template", "recipient"),
    "pilot.request-rejected.v1": ("request_id", "faults"),
    "pilot.request-submitted.v1": ("request_id", "activity"),
    "routing.case-assigned.v1": (
        "department",
        "responsible_borough",
        "activity",
        "rule",
        "grid_version",
    ),
    "routing.case-reassigned.v1": (
        "department",
        "responsible_borough",
        "activity",
        "rule",
        "grid_version",
    ),
    "routing.case-unrouted.v1": ("outcome", "reason_fr"),
    "routing.grid-published.v1": ("version", "effective_on"),
    "routing.work-completed.v1": ("intervention_code", "done_on"),
    "sla.commitment-cancelled.v1": ("commitment_kind", "reason"),
    "sla.commitment-due-soon.v1": ("commitment_kind", "due_at"),
    "sla.commitment-met.v1": ("commitment_kind", "due_at", "met_at"),
    "sla.commitment-miss-withdrawn.v1": ("commitment_kind", "due_at"),
    "sla.commitment-missed.v1": ("commitment_kind", "due_at"),
    "sla.commitment-moved.v1": ("commitment_kind", "due_at", "previous_due_at", "cause"),
    "sla.commitment-started.v1": ("commitment_kind", "due_at", "counting"),
}
COLOURS: Mapping[str, str] = {
    "intake": "cyan",
    "routing": "green",
    "sla": "yellow",
    "complaints": "magenta",
    "notifications": "blue",
    "pilot": "bright_white",
    "chassis": "red",
}


def words_of(wire_type: str, language: str) -> str:
    """An event's name, `fr` or `en`; a type that this version does not know is read from itself."""
    if wire_type in TITLES:
        return TITLES[wire_type][0 if language == "fr" else 1]
    match = WIRE_TYPE.match(wire_type)
    return match["name"].partition(".")[2].replace("-", " ") if match else wire_type


def fields_of(wire_type: str) -> tuple[str, ...] | None:
    """Fields to show; None of an unknown type: as they come."""
    return FIELDS.get(wire_type, ()) if wire_type in TITLES else None


def colour_of(wire_type: str) -> str:
    """By the service that says it."""
    return COLOURS.get(wire_type.partition(".")[0], "white")
