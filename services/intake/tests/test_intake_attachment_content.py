"""What is sent as a photo or a document: opened for real, bare of its metadata, or refused."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.application.attachment_content import FAULTS, Content, Unacceptable, accepted
from intake.domain.attachment import NAME_LENGTH, SUFFIXES, AttachmentKind, safe_name
from PIL import Image

from services.intake.tests.attachment_samples import (
    CAMERA,
    COMMENT,
    archive,
    document,
    encoded,
    exif,
    phone_photo,
    picture,
)

PHOTO, DOCUMENT, RESULT = AttachmentKind.PHOTO, AttachmentKind.DOCUMENT, AttachmentKind.RESULT


def opened(content: Content) -> Image.Image:
    image = Image.open(io.BytesIO(content.data))
    image.load()
    return image


def refusal(data: bytes, kind: AttachmentKind = PHOTO) -> str:
    with pytest.raises(Unacceptable) as caught:
        accepted(data, kind)
    fault = caught.value.fault
    assert fault.field == "file"
    assert fault.french != fault.english
    return fault.code


def test_a_photo_leaves_its_place_and_its_camera_behind() -> None:
    sent = phone_photo()
    assert CAMERA.encode() in sent
    assert COMMENT.encode() in sent
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)

    stored = accepted(sent, PHOTO)

    image = opened(stored)
    assert stored.media_type == "image/jpeg"
    assert not image.getexif()
    assert not image.getexif().get_ifd(0x8825)
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (CAMERA.encode(), COMMENT.encode(), b"Exif", b"xmpmeta"):
        assert trace not in stored.data


@pytest.mark.parametrize("saved_as", ["PNG", "WEBP"])
def test_the_other_formats_leave_it_behind_too(saved_as: str) -> None:
    sent = encoded(picture(mode="RGBA"), saved_as, exif=exif())
    assert b"GPS" in sent or Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)

    stored = accepted(sent, PHOTO)

    assert stored.media_type == f"image/{saved_as.lower()}"
    assert not opened(stored).getexif()
    assert CAMERA.encode() not in stored.data


def test_text_in_a_png_is_left_behind() -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Location", "13665 boul. de Pierrefonds")
    sent = encoded(picture(), "PNG", pnginfo=words)

    assert b"Pierrefonds" in sent
    assert b"Pierrefonds" not in accepted(sent, PHOTO).data


def test_what_was_appended_to_a_photo_is_left_behind() -> None:
    assert b"PK\x03\x04" not in accepted(phone_photo() + archive(), PHOTO).data


def test_only_the_first_picture_of_several_is_kept() -> None:
    second = Image.new("RGB", (60, 40), "red")
    sent = encoded(picture(), "MPO", save_all=True, append_images=[second])

    stored = accepted(sent, PHOTO)

    assert stored.media_type == "image/jpeg"
    assert stored.data.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize(
    ("orientation", "size", "bright"),
    [(1, (60, 40), (50, 20)), (3, (60, 40), (10, 20)), (6, (40, 60), (20, 50))],
)
def test_a_photo_is_stored_upright(
    orientation: int, size: tuple[int, int], bright: tuple[int, int]
) -> None:
    image = opened(accepted(phone_photo(orientation), PHOTO)).convert("L")

    assert image.size == size
    assert image.getpixel(bright) == pytest.approx(255, abs=10)
    assert image.getpixel((size[0] - bright[0], size[1] - bright[1])) == pytest.approx(0, abs=10)


def test_a_colour_profile_stays() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    stored = accepted(encoded(picture(), icc_profile=profile), PHOTO)

    assert opened(stored).info["icc_profile"] == profile


def test_a_very_large_photo_is_reduced() -> None:
    stored = accepted(encoded(picture(6000, 3000)), PHOTO)

    assert opened(stored).size == (4096, 2048)


def test_transparency_stays_where_the_format_has_it() -> None:
    clear = Image.new("P", (8, 8))
    clear.putpalette([255, 0, 0] * 256)

    image = opened(accepted(encoded(clear, "PNG", transparency=0), PHOTO))

    assert image.convert("RGBA").getpixel((3, 3)) == (255, 0, 0, 0)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_a_jpeg_of_a_printer_or_without_colour_is_taken(mode: str) -> None:
    assert opened(accepted(encoded(picture(mode="L").convert(mode)), RESULT)).mode in {"RGB", "L"}


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is that large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


REFUSED = {
    "nothing": (b"", "empty"),
    "a zip renamed jpg": (archive(), "unknown-type"),
    "a GIF": (encoded(picture(), "GIF"), "unknown-type"),
    "a program": (b"\x7fELF" + bytes(200), "unknown-type"),
    "a page with a script": (b"<script>alert(1)</script>", "unknown-type"),
    "a drawing that may hold a script": (b"<svg onload='alert(1)'/>", "unknown-type"),
    "only the beginning of a JPEG": (b"\xff\xd8\xff\xe0", "unknown-type"),
    "half a JPEG": (phone_photo(width=600, height=400)[:3000], "unreadable"),
    "half a PNG": (encoded(picture(600, 400), "PNG")[:60], "unreadable"),
    "half a WebP": (encoded(picture(600, 400), "WEBP")[:60], "unknown-type"),
    "a photo of more than 50 million pixels": (bomb(10_000, 5_001), "too-many-pixels"),
    "a decompression bomb": (bomb(60_000, 60_000), "too-many-pixels"),
    "a PDF in place of a photo": (document(), "not-a-photo"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_photo_is_refused_by_its_content(case: str) -> None:
    data, code = REFUSED[case]
    assert refusal(data) == code


def test_a_photo_may_be_a_document() -> None:
    assert accepted(phone_photo(), DOCUMENT).media_type == "image/jpeg"


def test_a_plain_document_is_kept_as_it_is() -> None:
    content = accepted(document(), DOCUMENT)

    assert content == Content(document(), "application/pdf")
    assert not content.is_photo


def test_chance_in_compressed_bytes_is_no_script() -> None:
    assert accepted(document(stream=b"\x00/JS \xff/Launch /Encrypt"), DOCUMENT).data


REFUSED_DOCUMENTS = {
    "a script": (document(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "active-content"),
    "a script under a disguise": (document(b"/OpenAction<</S/J#61vaScript>>"), "active-content"),
    "a script alone": (document(b"/AA<</JS 4 0 R>>"), "active-content"),
    "a program to start": (document(b"/OpenAction<</S/Launch/F(cmd)>>"), "active-content"),
    "a password": (document(b"/Encrypt 5 0 R"), "encrypted"),
    "its end cut off": (document()[:-8], "unreadable"),
    "a beginning alone": (b"%PDF-1.4\n", "unreadable"),
}


@pytest.mark.parametrize("case", REFUSED_DOCUMENTS)
def test_a_document_that_is_not_plain_is_refused(case: str) -> None:
    data, code = REFUSED_DOCUMENTS[case]
    assert refusal(data, DOCUMENT) == code


def test_many_beginnings_of_streams_are_looked_through_once() -> None:
    # Quadratic work on this would take minutes.
    data = b"%PDF-1.4\n" + b"stream\n" * 1_000_000 + b"startxref\n0\n%%EOF\n"
    assert accepted(data, DOCUMENT).data == data


def verdict(data: bytes, kind: AttachmentKind) -> str:
    try:
        return accepted(data, kind).media_type
    except Unacceptable as refused:
        return refused.fault.code


@given(st.binary(max_size=300), st.sampled_from(list(AttachmentKind)))
def test_any_bytes_are_taken_or_refused_with_a_reason(data: bytes, kind: AttachmentKind) -> None:
    for start in (b"", b"\xff\xd8\xff\xe0", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"RIFF"):
        assert verdict(start + data, kind) in {*SUFFIXES, *FAULTS}


SENT = {
    "JPEG": phone_photo(6),
    "PNG": encoded(picture(), "PNG", exif=exif()),
    "WEBP": encoded(picture(), "WEBP", exif=exif()),
    "PDF": document(),
}
DAMAGE = st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=4)), min_size=1, max_size=6)


@given(st.sampled_from(sorted(SENT)), DAMAGE, st.integers(1, 3000))
def test_damaged_files_are_taken_or_refused_with_a_reason(
    sent_as: str, damage: list[tuple[int, bytes]], length: int
) -> None:
    data = bytearray(SENT[sent_as])
    for at, put in damage:
        data[at : at + len(put)] = put

    assert verdict(bytes(data[:length]), DOCUMENT) in {*SUFFIXES, *FAULTS}


NAMES = {
    "photo.jpg": "photo.jpg",
    "photo.jpeg": "photo.jpg",
    "facture.zip.exe": "facture.zip.jpg",
    "../../etc/passwd": "passwd.jpg",
    "C:\\Users\\Alix\\trou.PNG": "trou.jpg",
    "trou \u202egpj.exe": "trou gpj.jpg",
    "a\x00b\r\nSet-Cookie: x.jpg": "a b Set-Cookie: x.jpg",
    "": "piece.jpg",
    ".jpg": "piece.jpg",
    "M. Tremblay, rue Cherrier": "M. Tremblay, rue Cherrier.jpg",
}


@pytest.mark.parametrize("given_name", NAMES)
def test_a_name_is_made_safe_to_show(given_name: str) -> None:
    assert safe_name(given_name, "image/jpeg") == NAMES[given_name]


@given(st.text(max_size=400), st.sampled_from(sorted(SUFFIXES)))
def test_any_name_is_short_printable_and_ends_as_its_type(name: str, media_type: str) -> None:
    safe = safe_name(name, media_type)

    assert len(safe) <= NAME_LENGTH
    assert safe.endswith(SUFFIXES[media_type])
    assert safe.isprintable()
    assert not set("/\\") & set(safe)
