"""Which function takes which event of which topic."""

from collections.abc import Mapping

from chassis.inbox import Handler
from contracts import Event
from contracts.events import complaints, intake, lists, moves, routing, sla

from notifications.application import follow_intake, follow_lists, follow_routing, follow_sla
from notifications.application.follow_complaints import FollowComplaints
from notifications.domain.dossier import Dossier
from notifications.domain.people import People
from notifications.domain.voices import Voice

BY_TOPIC: Mapping[str, Mapping[type[Event], Handler[Dossier]]] = {
    intake.CASES: {
        intake.CaseRegisteredV1: follow_intake.note_registration,
        intake.CaseReclassifiedV1: follow_intake.note_reclassification,
        intake.CaseAnsweredV1: follow_intake.note_answer,
        intake.CaseWithdrawnV1: follow_intake.note_withdrawal,
        intake.CaseCompletedV1: follow_intake.note_completion,
        intake.CaseClosedV1: follow_intake.note_closing,
        intake.CaseReopenedV1: follow_intake.note_reopening,
        intake.ClaimNoticeGivenV1: follow_intake.note_claim_notice,
        intake.QuestionAskedV1: follow_intake.note_question,
        intake.QuestionAnsweredV1: follow_intake.note_reply,
    },
    intake.CONTACTS: {intake.CaseContactsRecordedV1: follow_intake.note_contacts},
    routing.ASSIGNMENTS: {
        routing.CaseAssignedV1: follow_routing.note_assignment,
        routing.CaseReassignedV1: follow_routing.note_assignment,
        routing.CaseUnroutedV1: follow_routing.note_unrouted,
        moves.CaseHandedOverV1: follow_routing.note_hand_over,
        moves.ElectedCaseMovedV1: follow_routing.note_elected_step,
    },
    sla.COMMITMENTS: {sla.CommitmentExtendedV1: follow_sla.note_extension},
    lists.LISTS: {
        lists.ListSentV1: follow_lists.note_list,
        lists.ListRemindedV1: follow_lists.note_reminder,
    },
}


def of_letters(follow: FollowComplaints) -> Mapping[type[Event], Handler[Dossier]]:
    """Handlers of the letters about complaints, access requests and claims."""
    return {
        complaints.LetterWrittenV1: follow.note_letter,
        complaints.AccessLetterWrittenV1: follow.note_letter,
        complaints.ClaimLetterWrittenV1: follow.note_letter,
        complaints.LettersClosedV1: follow.close_letters,
    }


OF_PEOPLE: Mapping[type[Event], Handler[People]] = {
    routing.PeopleRecordedV1: follow_routing.keep_people
}

OF_GRIDS: Mapping[type[Event], Handler[Voice]] = {
    routing.GridPublishedV1: follow_routing.keep_voice
}
