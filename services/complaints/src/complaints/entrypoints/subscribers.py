"""Which function takes which event of which topic."""

from collections.abc import Mapping

from chassis.inbox import Handler
from contracts import Event
from contracts.events import intake, routing

from complaints.application.follow_intake import FollowIntake
from complaints.application.follow_routing import keep_rules
from complaints.application.take_in_files import KeepPiece
from complaints.domain.file import Investigation
from complaints.domain.piece import Piece, Safe
from complaints.domain.rules import DatedRules

OF_GRIDS: Mapping[type[Event], Handler[DatedRules]] = {routing.GridPublishedV1: keep_rules}


def by_topic(follow: FollowIntake) -> Mapping[str, Mapping[type[Event], Handler[Investigation]]]:
    """Handlers of the topics whose documents are files."""
    return {
        intake.CASES: {
            intake.CaseRegisteredV1: follow.note_registration,
            intake.CaseReclassifiedV1: follow.note_reclassification,
            intake.CaseWithdrawnV1: follow.note_withdrawal,
            intake.CaseReopenedV1: follow.note_reopening,
        },
        intake.HANDOVER: {intake.ComplaintHandedOverV1: follow.take_over},
    }


def of_files(safe: Safe) -> Mapping[type[Event], Handler[Piece]]:
    """Handlers of the topic whose documents are pieces of photos and documents."""
    return {intake.FilePieceHandedOverV1: KeepPiece(safe)}
