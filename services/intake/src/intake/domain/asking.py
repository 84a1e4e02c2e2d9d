"""A question to whoever brought the case, and its answer; one is open at a time (PV-03, MH-12).

No clock stops while it is open: no clause says so, and what was promised stays promised (MH-13).
"""

from intake.domain.case import Case, Decision, line_of
from intake.domain.conversation import FIRST, Question
from intake.domain.dossier import OPEN, Note
from intake.domain.errors import Refused
from intake.domain.facts import QuestionAnswered, QuestionAsked
from intake.domain.noting import MOST_NOTES


def open_question(case: Case) -> Question | None:
    """The question that waits for its answer; none of a complaint, and none once the case ended."""
    question = case.conversation.open_question
    if question is None or case.is_complaint or case.status not in OPEN:
        return None
    # What was once a complaint has no words of before.
    known = any(one.note_id == question.question_id for one in case.notes)
    return question if known else None


def ask(case: Case, words: Note) -> Decision:
    """Ask it; `words` is the question, its note id that of the question. Raises Refused.

    The same question twice is one. A complaint's questions are asked where it is investigated.
    """
    if any(one.question_id == words.note_id for one in case.conversation.questions):
        return case, ()
    case.open_registration()
    if case.is_complaint:
        raise Refused("is-complaint")
    if open_question(case) is not None:
        raise Refused("question-is-open")
    asked = Question(question_id=words.note_id, by=words.by, asked_at=words.acted_at)
    talk = case.conversation
    changed = told(case, words, "question-asked", FIRST).model_copy(
        update={
            "conversation": talk.model_copy(update={"questions": (*talk.questions, asked)}),
        }
    )
    return changed, (QuestionAsked(asked.question_id, asked.asked_at),)


def answer(case: Case, question_id: str, words: Note, bearer: str) -> Decision:
    """The answer of whoever was asked. Raises Refused."""
    if bearer != FIRST:
        raise Refused("question-of-another")
    question = open_question(case)
    if question is None or question.question_id != question_id:
        raise Refused("question-not-open")
    answered = question.model_copy(update={"answered_at": words.acted_at})
    talk = case.conversation
    changed = told(case, words, "question-answered", FIRST).model_copy(
        update={
            "conversation": talk.model_copy(
                update={"questions": (*talk.questions[:-1], answered)},
            )
        }
    )
    return changed, (QuestionAnswered(question_id, words.acted_at),)


def told(case: Case, words: Note, what: str, bearer: str) -> Case:
    """With words between the counter and one citizen: other citizens do not read that line.

    Raises Refused.
    """
    if len(case.notes) >= MOST_NOTES:
        raise Refused("too-many-notes")
    line = line_of(words.acted_at, what, note=words.note_id, by=words.by, bearer=bearer)
    return case.with_line(line, notes=(*case.notes, words))


def is_for(params: dict[str, str], bearer: str) -> bool:
    """Whether a citizen may read a line of the journal: it is everybody's, or their own."""
    return params.get("bearer", bearer) == bearer
