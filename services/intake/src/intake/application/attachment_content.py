"""What was sent as a photo or a document: opened for real, and made safe to keep and to show.

The name and the type that came along are not believed: the content decides.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageOps

from intake.application.form import FieldFault
from intake.domain.attachment import PDF, PHOTO_SUFFIXES, AttachmentKind

MAX_PIXELS = 50_000_000
LONGEST_SIDE = 4096  # pixels; what is larger is reduced, which also bounds the memory it takes
QUALITY = 88
FORMATS = ("JPEG", "PNG", "WEBP")
# A phone's JPEG may hold several pictures (MPO): the first is the photo.
MEDIA_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SAVED_AS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# The colour models that each format shows everywhere; any other is converted.
MODES = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA"), "WEBP": ("RGB", "RGBA")}

FAULTS: Mapping[str, tuple[str, str]] = {
    "missing": ("joignez un fichier", "attach a file"),
    "empty": ("le fichier est vide", "the file is empty"),
    "unknown-type": (
        "ce n'est ni une photo JPEG, PNG ou WebP, ni un document PDF",
        "this is neither a JPEG, PNG or WebP photo nor a PDF document",
    ),
    "unreadable": (
        "le fichier est abîmé ou incomplet",
        "the file is damaged or incomplete",
    ),
    "too-many-pixels": (
        "la photo dépasse 50 millions de pixels",
        "the photo is larger than 50 million pixels",
    ),
    "not-a-photo": (
        "une photo est attendue : JPEG, PNG ou WebP",
        "a photo is expected: JPEG, PNG or WebP",
    ),
    "encrypted": (
        "le document est protégé par un mot de passe ; retirez la protection",
        "the document is protected by a password; remove the protection",
    ),
    "active-content": (
        "le document contient un script ou lance un programme",
        "the document holds a script or starts a program",
    ),
}

_HIDDEN = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch)(?![A-Za-z0-9_.+-])")
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9_.+-])")


class Unacceptable(Exception):
    """The content cannot be taken. `fault` names the field and the reason, never the content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.fault = FieldFault("file", code, *FAULTS[code])


@dataclass(frozen=True)
class Content:
    """What may be stored: its bytes and what they really are."""

    data: bytes
    media_type: str

    @property
    def is_photo(self) -> bool:
        """True when it was encoded anew, so that nothing but the picture is left in it."""
        return self.media_type in PHOTO_SUFFIXES


def accepted(data: bytes, kind: AttachmentKind) -> Content:
    """The content to store in place of what was sent. Raises Unacceptable.

    A photo is turned upright, reduced to 4096 pixels a side, and encoded anew without EXIF (place,
    camera, date), XMP, comments or further pictures; its colour profile stays. A document may be a
    PDF or a photo. Takes up to some seconds and 300 MB: call it in a thread, one at a time.

    Of a PDF is checked that it begins and ends as one, is not encrypted, and names no JavaScript
    and no launch action in the open. That does not promise that it is harmless: compressed parts
    are not searched, links and embedded files stay, and so does its metadata (author, place of
    photos in it). It is therefore never public, and is handed out to be saved, not shown.
    """
    if not data:
        raise Unacceptable("empty")
    if data.startswith(b"%PDF-"):
        if kind is not AttachmentKind.DOCUMENT:
            raise Unacceptable("not-a-photo")
        return _pdf(data)
    return _photo(data)


def _pdf(data: bytes) -> Content:
    if b"%%EOF" not in data[-1024:] or b"startxref" not in data[-1024:]:
        raise Unacceptable("unreadable")
    # A name may be written with #xx.
    names = _HIDDEN.sub(lambda found: bytes([int(found[1], 16)]), _outside_streams(data))
    if _ENCRYPTED.search(names):
        raise Unacceptable("encrypted")
    if _ACTIVE.search(names):
        raise Unacceptable("active-content")
    return Content(data, PDF)


def _outside_streams(data: bytes) -> bytes:
    """The structure of a PDF: in compressed bytes chance makes any short word."""
    parts, at = [], 0
    while (begin := _STREAM.search(data, at)) is not None:
        end = data.find(b"endstream", begin.end())
        if end < 0:
            break
        parts.append(data[at : begin.start()])
        at = end + len(b"endstream")
    return b"".join([*parts, data[at:]])


def _photo(data: bytes) -> Content:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Unacceptable("too-many-pixels") from None
    except Exception:  # a decoder fails on hostile bytes in ways of its own
        raise Unacceptable("unknown-type") from None
    with image:
        if image.width * image.height > MAX_PIXELS:
            raise Unacceptable("too-many-pixels")
        media_type = MEDIA_TYPES[image.format or ""]
        try:
            return Content(_encoded_anew(image, SAVED_AS[media_type]), media_type)
        except Exception:  # as above: truncated, broken checksums, impossible sizes
            raise Unacceptable("unreadable") from None


def _encoded_anew(image: Image.Image, saved_as: str) -> bytes:
    # Reduced while it is decoded, where the format can; turned after, when it is small.
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ImageOps.exif_transpose(image, in_place=True)
    profile = image.info.get("icc_profile")
    bare: Image.Image = image
    if image.mode not in MODES[saved_as]:
        has_alpha = image.has_transparency_data and saved_as != "JPEG"
        bare = image.convert("RGBA" if has_alpha else "RGB")
        profile = None  # it was for the other colour model
    # What a writer takes from here by itself (comments, for one) must not be here.
    bare.info = {name: bare.info[name] for name in ("transparency",) if name in bare.info}
    out = io.BytesIO()
    bare.save(out, saved_as, quality=QUALITY, icc_profile=profile)
    return out.getvalue()
