"""The signed paper of a complaint (PV-18): its bytes lie here until complaints has them.

As with attachments the bytes go first, then the case; what no case names is swept later.
"""

import hashlib
from dataclasses import dataclass, field

from chassis.commands import derived_id
from chassis.store import Scope
from contracts.words import SignatureKind
from fastapi import Request

from intake.application.complaint_form import ComplaintFields
from intake.domain.attaching import named_by
from intake.domain.attachment import SUFFIXES, Attachment, AttachmentKind
from intake.domain.signature import Signature
from intake.entrypoints import attachments
from intake.entrypoints.desk import Desk
from intake.entrypoints.page_forms import MAX_FIELDS, Sent, sent_by, sent_in
from intake.entrypoints.uploads import Upload, read_form

LONGEST_FIELD = 16_000  # bytes; the rules of the form then say what is too long
NAME = "plainte-signee"  # what its sender called it may name somebody


async def sent_with_file(request: Request, max_bytes: int) -> Sent:
    """The fields of a page, with the file if it has one. Raises ApiError 400, TooLarge."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await sent_by(request)
    return sent_in(
        await read_form(request, max_bytes, max_fields=MAX_FIELDS, field_bytes=LONGEST_FIELD)
    )


async def scan_in(sent: Sent) -> Upload | None:
    """The paper of a form, if one was chosen."""
    file = sent.files.get("scan")
    if file is None:
        return None
    return Upload(await file.read(), file.filename or "", AttachmentKind.DOCUMENT)


@dataclass(frozen=True)
class Paper:
    """A signed paper that was kept, with the bytes that were."""

    attachment: Attachment
    data: bytes = field(repr=False)


async def keep_scan(desk: Desk, case_id: str, scan: Upload, by: str) -> Paper:
    """Write its bytes; the same paper of the same case is one file.

    Raises ApiError 400 for what is no such file, 501, Transient.
    """
    files, content = attachments.store(desk), await attachments.checked(scan)
    digest = hashlib.sha256(content.data).hexdigest()
    paper = Attachment(
        attachment_id=derived_id(case_id, f"scan:{digest}"),
        kind=AttachmentKind.DOCUMENT,
        media_type=content.media_type,
        size_bytes=len(content.data),
        digest=digest,
        name=f"{NAME}{SUFFIXES[content.media_type]}",
        added_at=desk.clock(),
        by=by,
    )
    await files.put(paper.attachment_id, content.data)
    return Paper(paper, content.data)


async def settle_scan(desk: Desk, case_id: str, paper: Paper, scope: Scope) -> None:
    """After the case was written: nothing stays here of a paper that has left already.

    What was taken for an orphan of long ago meanwhile is put back (`sweep_files.py`).
    """
    files, case = attachments.store(desk), await desk.cases.case(case_id, scope)
    name = paper.attachment.attachment_id
    if name not in named_by(case):
        await files.delete(name)
    elif await files.stored_at(name) is None:
        await files.put(name, paper.data)


def signature_of(form: ComplaintFields | None, paper: Paper | None) -> Signature | None:
    """How a complaint is signed, as far as it is told; None: it is not, or nobody says by whom."""
    if form is None or not form.signed or not (form.signer or paper):
        return None
    said = form.signed_by or ("paper" if paper else None)
    scan = paper.attachment if paper else None
    return Signature(SignatureKind(said), form.signer or "", scan) if said else None
