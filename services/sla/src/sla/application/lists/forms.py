"""What staff send about a line of a list. An unknown field is refused: it would do nothing."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sla.domain.lists.answering import LONGEST_WORDS, Given
from sla.domain.lists.documents import AnswerKind


class AnswerForm(BaseModel):
    """The answer to one line (PV-33)."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True
    )

    kind: AnswerKind = Field(description="Complétée, en attente ou action à venir")
    words: str = Field(
        "", max_length=LONGEST_WORDS, description="La raison de l'attente, ou l'action à venir"
    )
    planned_on: date | None = Field(None, description="Date prévue de l'action, si connue")

    @property
    def given(self) -> Given:
        """The same, for the domain."""
        return Given(self.kind, self.words, self.planned_on)
