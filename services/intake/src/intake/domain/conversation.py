"""What the counter asks the citizens of a case and what they say of the result, but not the words.

The words are notes of the case, so they go where notes go: to the Service aux citoyens when the
case turns out to be a complaint, and nowhere else (PV-45).
"""

from datetime import datetime

from intake.domain.dossier import Part

FIRST = "first"
"""The citizen who brought the case, where a citizen is named; who joined has a requester id."""


class Question(Part):
    """Something that staff asked whoever brought the case (PV-03)."""

    question_id: str  # of the note that holds its words
    by: str
    asked_at: datetime
    answered_at: datetime | None = None


class CodeRequest(Part):
    """A citizen who lost the tracking code asked for it by e-mail."""

    bearer: str
    at: datetime


class Conversation(Part):
    """All of it, since the case was opened or last reopened."""

    questions: tuple[Question, ...] = ()
    satisfied: tuple[str, ...] = ()
    """To whom the result is right (PR-06, valider)."""
    code_requests: tuple[CodeRequest, ...] = ()

    @property
    def open_question(self) -> Question | None:
        """The one question that waits for its answer."""
        last = self.questions[-1] if self.questions else None
        return last if last is not None and last.answered_at is None else None

    def begun_anew(self) -> "Conversation":
        """As after a reopening: what was asked before or said of the result holds no more."""
        answered = tuple(one for one in self.questions if one.answered_at is not None)
        return self.model_copy(update={"questions": answered, "satisfied": ()})

    def code_asked_at(self, bearer: str) -> datetime | None:
        """When that citizen last asked for the code."""
        return max((one.at for one in self.code_requests if one.bearer == bearer), default=None)
