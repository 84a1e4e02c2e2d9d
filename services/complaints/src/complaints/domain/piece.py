"""A piece of a photo or document, stored by itself: whole ones are too large for one document."""

from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field


class Piece(BaseModel):
    """One piece, in base64; it lies under the data key of its case, like the file itself.

    `sealed`: of pieces stored before files had keys of their own, under the storage key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str = ""
    borough: str
    file_id: str
    number: int
    content: str | None = Field(None, repr=False)
    sealed: str | None = Field(None, repr=False)


class Safe(Protocol):
    """Port to the key at rest that older pieces lie under. A piece opens in its own place only."""

    def open(self, place: str, sealed: bytes) -> bytes | None:
        """The bytes; None where they were changed, moved, or sealed with another key."""
        ...


def piece_id(file_id: str, number: int) -> str:
    """Id of the document, and the place that it is sealed for."""
    return f"{file_id}:{number}"
