"""Pieces of files at rest: by which fields they are found, and the key older ones lie under."""

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.sealing import CannotOpen, Seals

from complaints.domain.piece import Piece

INDEXES: Sequence[str | tuple[str, ...]] = ("file_id", "case_id")
REST, KEY_ID = "pieces", "rest"


def index(piece: Piece) -> Mapping[str, Any]:
    """Index fields."""
    return {"boroughs": [piece.borough], "file_id": piece.file_id, "case_id": piece.case_id}


class PieceSafe:
    """See `complaints.domain.piece.Safe`. `storage_key`: 32 bytes in base64."""

    def __init__(self, storage_key: str) -> None:
        self._seals = Seals({REST: {KEY_ID: storage_key}})

    def open(self, place: str, sealed: bytes) -> bytes | None:
        """The bytes; None where they do not open."""
        try:
            return self._seals.open(REST, place, KEY_ID, sealed)
        except CannotOpen:
            return None
