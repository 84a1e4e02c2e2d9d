"""Files as people send them, made here."""

import io
import zipfile

from PIL import Image

CAMERA = "Appareil Marqué X100"
COMMENT = "devant chez Alix"
BOULEVARD = (45.0, 29.0, 24.0)


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Left half dark, right half bright."""
    image = Image.new(mode, (width, height))
    image.paste(Image.new(mode, (width // 2, height), "white"), (width // 2, 0))
    return image


def encoded(image: Image.Image, saved_as: str = "JPEG", **params: object) -> bytes:
    out = io.BytesIO()
    image.save(out, saved_as, **params)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Camera, place, and which side is up."""
    made = Image.Exif()
    made[0x010F] = CAMERA
    made[0x0112] = orientation
    made.get_ifd(0x8825).update({1: "N", 2: BOULEVARD, 3: "W", 4: (73.0, 51.0, 36.0)})
    return made


def phone_photo(orientation: int = 1, *, width: int = 60, height: int = 40) -> bytes:
    """A JPEG that says where and with what it was taken, in all ways that a JPEG has."""
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{CAMERA}</x:xmpmeta>'.encode()
    return encoded(
        picture(width, height), exif=exif(orientation), xmp=xmp, comment=COMMENT.encode()
    )


def archive() -> bytes:
    """A zip, whatever its name says."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("photo.jpg", "pas une photo")
    return out.getvalue()


def document(extra: bytes = b"", stream: bytes = b"") -> bytes:
    """A PDF of one empty page; `extra` goes into its catalogue, `stream` into a stream."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R " + extra + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Length %d>>stream\n" % len(stream) + stream + b"\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )
