"""Proposing kind and activities for words that somebody wrote; nothing of it is kept."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from intake.application.form import Form, Words
from intake.domain.activities import GridWords, Vocabulary
from intake.domain.activity_search import ActivitySearch
from intake.domain.proposal import Proposal, propose


class ProposalForm(Form):
    """Words to be classified, and the counter that they are brought to."""

    borough: Annotated[str, StringConstraints(max_length=60)]
    text: Words
    language: Literal["fr", "en"] | None = None


class Proposer:
    """Proposes from the newest grids; what it makes ready of a grid is kept until that changes."""

    def __init__(self) -> None:
        self._ready: dict[str, tuple[tuple[GridWords, ...], ActivitySearch]] = {}

    def propose(self, text: str, borough: str, vocabulary: Vocabulary) -> Proposal:
        """Always one kind; activities of the borough's grid and its city's (PV-13..16, MH-03).

        Never raises; no activity where no grid of that counter is known.
        """
        return propose(text, self.search_of(borough, vocabulary))

    def search_of(self, borough: str, vocabulary: Vocabulary) -> ActivitySearch:
        """What can be asked for at a counter, ready to be searched."""
        own = vocabulary.grid_of(borough)
        city = vocabulary.grid_of(own.inherits) if own and own.inherits else None
        grids = tuple(one for one in (own, city) if one and one.activities)
        # Nineteen boroughs say what their city says: they share what is made of it.
        key = grids[0].borough if grids else ""
        held = self._ready.get(key)
        if held is not None and held[0] == grids:
            search = held[1]
        else:
            search = ActivitySearch(vocabulary.activities_of(borough))
        # Grids read anew are kept though nothing changed: the same objects compare at once.
        self._ready[key] = grids, search
        return search
