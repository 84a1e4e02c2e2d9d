"""How a complaint is signed (PV-18), on its way to the complaints service; kept by nobody here."""

from dataclasses import dataclass, field

from contracts.words import SignatureKind

from intake.domain.attachment import Attachment


@dataclass(frozen=True)
class Signature:
    """A name typed and confirmed, or a paper that was signed; `scan` is the paper."""

    kind: SignatureKind
    signer: str = field(repr=False)
    scan: Attachment | None = None
