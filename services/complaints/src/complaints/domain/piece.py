"""A piece of a photo or document, stored by itself: whole ones are too large for one document."""

from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field


class Piece(BaseModel):
    """One piece as it is stored: sealed, in base64."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    file_id: str
    number: int
    sealed: str = Field(repr=False)


class Safe(Protocol):
    """Port to the key at rest. A piece opens in its own place only."""

    def seal(self, place: str, content: bytes) -> bytes:
        """Sealed bytes."""
        ...

    def open(self, place: str, sealed: bytes) -> bytes | None:
        """The bytes; None where they were changed, moved, or sealed with another key."""
        ...


def piece_id(file_id: str, number: int) -> str:
    """Id of the document, and the place that it is sealed for."""
    return f"{file_id}:{number}"
