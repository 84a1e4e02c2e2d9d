"""What complaints writes to whoever complained, into the dossier: sealed until it was sent."""

from dataclasses import dataclass
from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.complaints import LetterWrittenV1

from notifications.application.record_fact import record_fact
from notifications.domain.dossier import Dossier
from notifications.domain.facts import LetterWritten
from notifications.domain.letter_words import LetterWords, Safe


@dataclass(frozen=True)
class FollowComplaints:
    """Handlers; the words are sealed before they reach a dossier."""

    safe: Safe

    def note_letter(
        self, state: Dossier | None, received: Received[LetterWrittenV1], now: datetime
    ) -> Outcome[Dossier]:
        """A letter is to be sent, once; one that is there already is not sealed again."""
        data = received.data
        words = LetterWords(data.subject_fr, data.subject_en, data.body_fr, data.body_en)
        sealed = self.safe.seal(data.letter_id, words)
        fact = LetterWritten(data.letter_id, received.envelope.time, sealed)
        return record_fact(state, received, fact, now)
