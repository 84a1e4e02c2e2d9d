"""Who must not open a letter about a complaint, though they sit at the mail desk (PV-45).

Whom a complaint is about lies with its words, sealed, and goes with them: here are its readers
named only as long as there is something to read.
"""

from dataclasses import dataclass
from datetime import date

from chassis.clock import Clock

from notifications.application.date_words import ZONE
from notifications.application.send_messages import Book
from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.letter_words import Safe
from notifications.domain.messages import Template
from notifications.domain.people import Directories
from notifications.domain.reachable import letter_of


@dataclass(frozen=True)
class Doors:
    """How letters are closed on one day."""

    safe: Safe
    people: Directories
    on: date

    def is_closed(self, dossier: Dossier, one: Delivery, person: str) -> bool:
        """Whether that person is shut out: named with the letter, or stands in for one who is.

        Once its words have left, nobody is named any more: then it is its poster's alone.
        """
        if one.template is not Template.COMPLAINT_LETTER:
            return False
        written = letter_of(dossier, one)
        if written is None or written.sealed is None:
            return one.reserved_by != person
        named = self.safe.open(written.letter_id, written.sealed).kept_from.split()
        borough = dossier.registration.borough if dossier.registration else ""
        return person in self.people.with_substitutes(borough, named, self.on)


@dataclass(frozen=True)
class ShutOut:
    """Asked at every look, never from memory: who stands in since this morning counts."""

    safe: Safe
    people: Book[Directories]
    clock: Clock

    async def now(self) -> Doors:
        """Raises Transient."""
        on = self.clock().astimezone(ZONE).date()
        return Doors(self.safe, await self.people.current(), on)
