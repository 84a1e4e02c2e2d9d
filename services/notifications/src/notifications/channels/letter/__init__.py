"""Letters on paper: a PDF that a person prints and posts."""

from notifications.channels.letter.channel import LetterChannel

__all__ = ["LetterChannel"]
