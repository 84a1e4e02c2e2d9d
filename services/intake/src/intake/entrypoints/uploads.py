"""One file out of a form: read piece by piece, in memory only, and no further than its limit."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass

from chassis.errors import ApiError, Detail, Words, invalid
from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from intake.application.attachment_content import FAULTS
from intake.application.form import REQUIRED
from intake.domain.attachment import AttachmentKind

AROUND = 16 * 1024  # bytes that the rest of a form may take beside its file
FIELD_LENGTH = 100
MAX_FIELDS = 8
# What is too large is read on for a while and dropped: an answer given while the other side still
# sends is lost, and a person with a 25 MB photo shall read why it was refused.
READ_ON = 4

UNREADABLE: Words = (
    "le formulaire est illisible : envoyez un multipart/form-data",
    "the form cannot be read: send multipart/form-data",
)
UNKNOWN_FIELD: Words = ("champ inconnu", "unknown field")
UNKNOWN_VALUE: Words = ("valeur inconnue", "unknown value")
FLAGS = {"true": True, "false": False}

# What such a form is, for the OpenAPI documents: its body is read here and not by the framework.
FORM_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "kind"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "JPEG, PNG, WebP or PDF",
                        },
                        "kind": {"type": "string", "enum": [one.value for one in AttachmentKind]},
                        "public": {
                            "type": "boolean",
                            "default": False,
                            "description": "Photos only: shown to whoever has a tracking code",
                        },
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True)
class Upload:
    """A file as it was sent, not looked into yet."""

    data: bytes
    name: str
    kind: AttachmentKind
    is_public: bool = False


class TooLarge(ApiError):
    """413. `before` is what was typed into the fields that stand before the file."""

    before: Mapping[str, str] = {}


async def read_form(
    request: Request,
    max_bytes: int,
    *,
    max_fields: int = MAX_FIELDS,
    field_bytes: int = FIELD_LENGTH,
) -> FormData:
    """The fields of a multipart form with at most one file, of at most `max_bytes`.

    Nothing is written to a disk on the way. Raises ApiError 400, TooLarge.
    """
    parser = MultiPartParser(
        request.headers,
        _limited(request, max_bytes),
        max_files=1,
        max_fields=max_fields,
        max_part_size=field_bytes,
    )
    parser.spool_max_size = max_bytes + AROUND
    try:
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            raise MultiPartException("another type")
        return await parser.parse()
    except TooLarge as refusal:
        refusal.before = {name: text for name, text in parser.items if isinstance(text, str)}
        raise
    except (MultiPartException, ClientDisconnect):
        raise invalid([Detail("invalidParameter", UNREADABLE, "file")]) from None


async def upload_of(
    form: FormData, max_bytes: int, *, others: frozenset[str] = frozenset()
) -> Upload:
    """The file and what is said of it; `others` are fields that somebody else reads.

    Raises ApiError 400 with every field that is wrong, 413.
    """
    faults: dict[str, Words] = {}
    file, kind, public = form.get("file"), form.get("kind"), form.get("public", "false")
    known = {"file", "kind", "public"} | others
    faults |= {name[:FIELD_LENGTH]: UNKNOWN_FIELD for name in form if name not in known}
    if not isinstance(file, UploadFile) or not (file.filename or file.size):
        faults["file"] = FAULTS["missing"]
    if kind is None:
        faults["kind"] = REQUIRED
    elif kind not in set(AttachmentKind):
        faults["kind"] = UNKNOWN_VALUE
    if public not in FLAGS:
        faults["public"] = UNKNOWN_VALUE
    if faults:
        raise invalid([Detail("invalidParameter", why, name) for name, why in faults.items()])
    assert isinstance(file, UploadFile), "checked above"
    data = await file.read()
    await file.close()
    if len(data) > max_bytes:
        raise too_large(max_bytes)
    return Upload(data, file.filename or "", AttachmentKind(str(kind)), FLAGS[str(public)])


def too_large(max_bytes: int) -> TooLarge:
    """413, saying how much is taken."""
    most = f"{max_bytes / (1024 * 1024):g}"
    words = (
        f"Le fichier est trop gros : {most} Mo au plus.",
        f"The file is too large: {most} MB at most.",
    )
    return TooLarge(413, "payloadTooLarge", words, target="file")


async def _limited(request: Request, max_bytes: int) -> AsyncGenerator[bytes, None]:
    most, taken = max_bytes + AROUND, 0
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > READ_ON * most:
        raise too_large(max_bytes)
    async for chunk in request.stream():
        if taken < most:
            yield chunk[: most - taken]
        taken += len(chunk)
        if taken > READ_ON * most:
            break
    if taken > most:
        raise too_large(max_bytes)
