"""What complaints writes about a case, into its dossier: sealed until it was sent or posted."""

from dataclasses import dataclass, replace
from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.complaints import LettersClosedV1, LetterWrittenV1

from notifications.application.record_fact import record_fact
from notifications.domain.dossier import Dossier, LetterNews
from notifications.domain.letter_words import LetterWords, Safe
from notifications.domain.messages import Template
from notifications.domain.ways import template_of


@dataclass(frozen=True)
class FollowComplaints:
    """Handlers; the words are sealed before they reach a dossier."""

    safe: Safe

    def note_letter(
        self, state: Dossier | None, received: Received[LetterWrittenV1], now: datetime
    ) -> Outcome[Dossier]:
        """A letter is to be sent, once; one that is there already is not sealed again."""
        data, to = received.data, received.data.addressee
        words = LetterWords(
            data.subject_fr,
            data.subject_en,
            data.body_fr,
            data.body_en,
            annex_fr=data.annex_fr,
            annex_en=data.annex_en,
            to_name=to.name if to else "",
            to_address=to.address if to else "",
            law_version=data.law_version or "",
            kept_from=" ".join(data.kept_from),
        )
        fact = LetterNews(
            letter_id=data.letter_id,
            at=received.envelope.time,
            kind=data.kind.value,
            post_by_on=data.post_by_on.isoformat() if data.post_by_on else None,
            to_third_party=to is not None,
            sealed=self.safe.seal(data.letter_id, words),
        )
        return record_fact(state, received, fact, now)

    def close_letters(
        self, state: Dossier | None, received: Received[LettersClosedV1], now: datetime
    ) -> Outcome[Dossier] | None:
        """Who must not open those about the complaint that are still here; nothing is kept of it
        beside them (PV-45)."""
        if state is None:
            return None
        persons = " ".join(received.data.kept_from)
        letters = tuple(self._closed(one, persons) for one in state.letters)
        return Outcome(state.model_copy(update={"letters": letters}))

    def _closed(self, one: LetterNews, persons: str) -> LetterNews:
        if one.sealed is None or template_of(one.kind) is not Template.COMPLAINT_LETTER:
            return one
        words = replace(self.safe.open(one.letter_id, one.sealed), kept_from=persons)
        return one.model_copy(update={"sealed": self.safe.seal(one.letter_id, words)})
