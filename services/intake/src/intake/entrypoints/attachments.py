"""Files of a case, for the API and the pages alike: take them in, hand them out, remove them.

The bytes go first, then the case. A crash between the two leaves bytes that no case names: the
same command, repeated, finds them in their place.
"""

import asyncio
import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from chassis.commands import Answer, CommandConflict, NotFound, derived_id, digest_of
from chassis.errors import ApiError, Detail, Words, invalid
from chassis.identity import Caller
from chassis.store import Scope
from fastapi import Request

from intake.application.attach_file import attach_file, detach_file
from intake.application.attachment_content import Content, Unacceptable, accepted
from intake.domain.attaching import attach, find, may_attach, named_by
from intake.domain.attachment import Attachment, AttachmentKind, safe_name
from intake.domain.attachment_store import AttachmentStore
from intake.domain.case import Case
from intake.domain.errors import Refused
from intake.domain.tracking import hash_of
from intake.entrypoints.desk import CITIZEN, TECHNICIAN, Desk, may_read, refused
from intake.entrypoints.uploads import Upload, read_form, upload_of

log = logging.getLogger(__name__)

ATTACHERS = (TECHNICIAN, "responsable", "executor")
REMOVERS = (TECHNICIAN, "responsable")
STAFF_ONLY: Words = ("réservé au personnel", "for staff only")
PHOTOS_ONLY: Words = ("seule une photo peut être publique", "only a photo can be public")
# Decoding a photo takes the memory of all its pixels: one at a time in each process.
_ALONE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="attachment")


@dataclass(frozen=True)
class Sender:
    """Who adds a file: a member of staff, or the bearer of a tracking code."""

    scope: Scope
    by: str
    owner: str = ""

    @classmethod
    def staff(cls, caller: Caller) -> "Sender":
        """Raises ApiError 403 unless the caller takes part in the work."""
        caller.require(*ATTACHERS)
        return cls(caller.scope, caller.subject)

    @classmethod
    def citizen(cls, case: Case, code: str) -> "Sender":
        """The citizen whose code opened the case."""
        return cls(Scope(frozenset(case.boroughs)), CITIZEN, hash_of(code))


async def take_in(desk: Desk, case: Case, sender: Sender, request: Request, key: str) -> Answer:
    """Add the file in a request's form, under its idempotency key.

    Raises NotFound, CommandConflict, ApiError 400, 413, 422, 501, Transient.
    """
    store(desk)
    try:
        may_attach(case, by_citizen=bool(sender.owner))
    except Refused as refusal:
        raise refused(refusal) from refusal
    upload = await upload_of(await read_form(request, desk.files_max_bytes), desk.files_max_bytes)
    return await add(desk, case, sender, upload, key)


async def add(desk: Desk, case: Case, sender: Sender, upload: Upload, key: str) -> Answer:
    """Add a file that was read. Raises as `take_in` does."""
    files = store(desk)
    _allowed(upload, sender)
    content = await checked(upload)
    if upload.is_public and not content.is_photo:
        raise _fault("public", PHOTOS_ONLY)
    command_id = f"attach:{CITIZEN}:{key}" if sender.owner else f"attach:{key}"
    described = {
        "sent": hashlib.sha256(upload.data).hexdigest(),
        "name": upload.name,
        "kind": upload.kind,
        "public": upload.is_public,
    }
    attachment = Attachment(
        attachment_id=derived_id(case.case_id, f"{command_id}:{digest_of(described)}"),
        kind=upload.kind,
        media_type=content.media_type,
        size_bytes=len(content.data),
        digest=hashlib.sha256(content.data).hexdigest(),
        name=safe_name(upload.name, content.media_type),
        added_at=desk.clock(),
        by=sender.by,
        is_public=upload.is_public,
        owner=sender.owner,
    )
    try:
        # Refused here, nothing was written yet.
        attach(case, attachment)
    except Refused as refusal:
        raise refused(refusal) from refusal
    name = attachment.attachment_id
    await files.put(name, content.data)
    try:
        answer = await desk.change(
            case.case_id,
            lambda state: attach_file(state, attachment, desk.codes),
            command_id=command_id,
            content=described,
            scope=sender.scope,
        )
    except CommandConflict:
        # The id follows from all that was sent: no file of the case has it.
        await files.delete(name)
        raise
    if answer.repeated:
        now = await desk.cases.case(case.case_id, sender.scope)
        if name not in named_by(now):  # removed since, and just written again
            await files.delete(name)
    elif await files.stored_at(name) is None:  # taken for an orphan of long ago: `sweep_files.py`
        await files.put(name, content.data)
    return answer


async def hand_out(desk: Desk, case: Case, attachment_id: str) -> tuple[Attachment, bytes]:
    """A file and its bytes. Raises NotFound (of a complaint always), ApiError 501, Transient."""
    files = store(desk)
    found = None if case.is_complaint else find(case, attachment_id)
    if found is None:
        raise NotFound(attachment_id)
    data = await files.get(attachment_id)
    if data is None:
        log.error("the bytes of an attachment are gone", extra={"attachment": attachment_id})
        raise NotFound(attachment_id)
    return found, data


async def hand_out_to_staff(
    desk: Desk, caller: Caller, case_id: str, attachment_id: str
) -> tuple[Attachment, bytes]:
    """The same for those who read dossiers of the borough. Raises ApiError 403 too."""
    may_read(caller)
    case = await desk.cases.case(case_id, caller.scope)
    return await hand_out(desk, case, attachment_id)


async def hand_out_by_code(
    desk: Desk, case: Case, code: str, attachment_id: str
) -> tuple[Attachment, bytes]:
    """The same for the bearer of a tracking code: public photos, and what was sent under it."""
    known = find(case, attachment_id)
    if known is None or not known.is_for(hash_of(code)):
        raise NotFound(attachment_id)
    return await hand_out(desk, case, attachment_id)


async def remove(desk: Desk, caller: Caller, case_id: str, attachment_id: str, key: str) -> Answer:
    """Take a file out of the case, then delete its bytes; repeated, it deletes them again.

    Raises NotFound, CommandConflict, ApiError 403, 501, Transient.
    """
    caller.require(*REMOVERS)
    files, now = store(desk), desk.clock()
    answer = await desk.change(
        case_id,
        lambda state: detach_file(state, attachment_id, caller.subject, now, desk.codes),
        command_id=f"detach:{key}",
        content={"attachment": attachment_id},
        scope=caller.scope,
    )
    await files.delete(attachment_id)
    return answer


def store(desk: Desk) -> AttachmentStore:
    """Where the bytes lie. Raises ApiError 501 where no place is configured."""
    if desk.files is None:
        words = (
            "Les pièces jointes ne sont pas offertes ici.",
            "Attachments are not offered here.",
        )
        raise ApiError(501, "notConfigured", words)
    return desk.files


def _allowed(upload: Upload, sender: Sender) -> None:
    if sender.owner and upload.kind is AttachmentKind.RESULT:
        raise _fault("kind", STAFF_ONLY)
    if sender.owner and upload.is_public:
        raise _fault("public", STAFF_ONLY)


def _fault(field: str, why: Words) -> ApiError:
    return invalid([Detail("invalidParameter", why, field)])


async def checked(upload: Upload) -> Content:
    """What is stored of a file, once it was really opened. Raises ApiError 400."""
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(_ALONE, accepted, upload.data, upload.kind)
    except Unacceptable as refusal:
        fault = refusal.fault
        raise _fault(fault.field, (fault.french, fault.english)) from refusal
