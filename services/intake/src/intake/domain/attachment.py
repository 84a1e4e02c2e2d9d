"""A photo or a document of a case. Its bytes lie in an `AttachmentStore`, never in the case."""

import unicodedata
from datetime import datetime
from enum import StrEnum

from intake.domain.dossier import Part

PER_CASE = 10
NAME_LENGTH = 100
PHOTO_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
PDF = "application/pdf"
SUFFIXES = {**PHOTO_SUFFIXES, PDF: ".pdf"}


class AttachmentKind(StrEnum):
    """What it is for."""

    PHOTO = "photo"
    DOCUMENT = "document"
    RESULT = "result"  # a photo of the work done


class Attachment(Part):
    """What the case keeps of a file: all but its bytes.

    `attachment_id` names the bytes in the store too. `size_bytes` and `digest` (SHA-256, hex) are
    those of what is stored, which for a photo is not what was sent: its metadata is gone.
    """

    attachment_id: str
    kind: AttachmentKind
    media_type: str
    size_bytes: int
    digest: str
    name: str
    added_at: datetime
    by: str
    is_public: bool = False
    """Shown to whoever has a tracking code of the case; only ever true of a photo."""
    owner: str = ""
    """Hash of the tracking code under which a citizen sent it; empty: staff did."""

    def is_for(self, tracking_hash: str) -> bool:
        """True where the bearer of that code may see it."""
        return self.is_public or (bool(self.owner) and self.owner == tracking_hash)


class Leaving(Part):
    """A file of a case that became a complaint, until the complaints service has its bytes."""

    attachment: Attachment
    due_at: datetime
    """When something is to be done for it: the next pieces said, or its bytes deleted."""
    said: int = 0
    """Pieces handed over so far; back to none once all were, until they are acknowledged."""
    is_received: bool = False


def safe_name(given: str, media_type: str) -> str:
    """The name to show, at most 100 characters: no path, no control or invisible character.

    It ends as its real media type does, so that what is saved under it opens as what it is.
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        " " if unicodedata.category(one)[0] in "CZ" else one
        for one in unicodedata.normalize("NFC", last)
    )
    suffix = SUFFIXES[media_type]
    stem, dot, ending = " ".join(seen.split()).rpartition(".")
    if not dot or len(ending) > 5:
        stem = f"{stem}{dot}{ending}"
    stem = stem.strip(" .")[: NAME_LENGTH - len(suffix)].rstrip(" .")
    return (stem or "piece") + suffix
