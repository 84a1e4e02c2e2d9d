"""Which function takes which event of which topic."""

from collections.abc import Mapping

from chassis.inbox import Handler
from contracts import Event
from contracts.events import intake, routing

from complaints.application.follow_intake import FollowIntake
from complaints.application.follow_promises import record_promise
from complaints.application.follow_routing import keep_directory, keep_rules
from complaints.application.hear_clocks import HEARD
from complaints.application.take_in_files import keep_piece
from complaints.domain.complaint_clocks import ComplaintClocks
from complaints.domain.directory import Directory
from complaints.domain.file import Investigation
from complaints.domain.piece import Piece
from complaints.domain.rules import DatedRules

OF_GRIDS: Mapping[type[Event], Handler[DatedRules]] = {routing.GridPublishedV1: keep_rules}
OF_PEOPLE: Mapping[type[Event], Handler[Directory]] = {routing.PeopleRecordedV1: keep_directory}
OF_PROMISES: Mapping[type[Event], Handler[ComplaintClocks]] = dict.fromkeys(HEARD, record_promise)


def by_topic(follow: FollowIntake) -> Mapping[str, Mapping[type[Event], Handler[Investigation]]]:
    """Handlers of the topics whose documents are files."""
    return {
        intake.CASES: {
            intake.CaseRegisteredV1: follow.note_registration,
            intake.CaseReclassifiedV1: follow.note_reclassification,
            intake.CaseWithdrawnV1: follow.note_withdrawal,
            intake.CaseReopenedV1: follow.note_reopening,
        },
        intake.SAFETY_OPENED: {intake.SafetyRequestOpenedV1: follow.note_safety_request},
        intake.HANDOVER: {intake.ComplaintHandedOverV1: follow.take_over},
    }


OF_FILES: Mapping[type[Event], Handler[Piece]] = {intake.FilePieceHandedOverV1: keep_piece}
