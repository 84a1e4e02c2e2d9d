"""Letters that a person carries to the post: this channel makes the PDF, and keeps nothing.

That it was taken, posted or brought back is said by that person (`domain/posting.py`).
"""

from collections.abc import Sequence

from notifications.channels.letter.pdf import pdf_of
from notifications.domain.messages import Message, PermanentFailure


class LetterChannel:
    """Channel `letter` (port `Composer`)."""

    kind = "letter"

    def compose(self, message: Message) -> bytes:
        """One letter as a PDF ready to print. Raises PermanentFailure."""
        return self.compose_all([message])

    def compose_all(self, messages: Sequence[Message]) -> bytes:
        """Several letters in one PDF, each from a page of its own, numbered by itself."""
        if not messages or any(one.paper is None for one in messages):
            raise PermanentFailure("no letter on paper")
        return pdf_of(messages)
