"""What is told to all who asked, whatever came first: each piece of news with its template."""

from collections.abc import Iterator

from notifications.domain.dossier import (
    ClosingNews,
    CompletionNews,
    Dossier,
    ExtensionNews,
    HandOverNews,
    ReopeningNews,
)
from notifications.domain.messages import Template

News = CompletionNews | ClosingNews | ReopeningNews | HandOverNews | ExtensionNews


def news_to_all(dossier: Dossier) -> Iterator[tuple[Template, News]]:
    """All of it; who joined later joined a case of which this was known."""
    for done in dossier.completions:
        yield Template.COMPLETION, done
    for closing in dossier.closings:
        yield Template.CLOSING, closing
    for again in dossier.reopenings:
        yield Template.REOPENING, again
    for given_to in dossier.hand_overs:
        yield Template.HAND_OVER, given_to
    for longer in dossier.extensions:
        yield Template.EXTENSION, longer
