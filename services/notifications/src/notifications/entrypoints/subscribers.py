"""Which function takes which event of which topic."""

from collections.abc import Mapping

from chassis.inbox import Handler
from contracts import Event
from contracts.events import intake, routing

from notifications.application import follow_intake, follow_routing
from notifications.domain.dossier import Dossier
from notifications.domain.voices import Voice

BY_TOPIC: Mapping[str, Mapping[type[Event], Handler[Dossier]]] = {
    intake.CASES: {
        intake.CaseRegisteredV1: follow_intake.note_registration,
        intake.CaseReclassifiedV1: follow_intake.note_reclassification,
        intake.CaseAnsweredV1: follow_intake.note_answer,
        intake.CaseWithdrawnV1: follow_intake.note_withdrawal,
        intake.CaseCompletedV1: follow_intake.note_completion,
    },
    intake.CONTACTS: {intake.CaseContactsRecordedV1: follow_intake.note_contacts},
    routing.ASSIGNMENTS: {
        routing.CaseAssignedV1: follow_routing.note_assignment,
        routing.CaseReassignedV1: follow_routing.note_assignment,
        routing.CaseUnroutedV1: follow_routing.note_unrouted,
    },
}

OF_GRIDS: Mapping[type[Event], Handler[Voice]] = {
    routing.GridPublishedV1: follow_routing.keep_voice
}
