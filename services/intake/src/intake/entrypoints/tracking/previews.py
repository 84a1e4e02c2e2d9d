"""A photo made small enough to be seen on a page of 100 KB; the whole one is opened on demand."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor

from PIL import Image

from intake.domain.attachment import Attachment

LONGEST_SIDE, QUALITY = 560, 68
# Decoding takes the memory of all pixels: one at a time in each process.
_ALONE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="preview")


async def preview_of(attachment: Attachment, data: bytes) -> tuple[Attachment, bytes]:
    """The photo as a JPEG of 560 pixels a side at most, as an attachment of that type."""
    small = await asyncio.get_running_loop().run_in_executor(_ALONE, _small, data)
    return attachment.model_copy(update={"media_type": "image/jpeg"}), small


def _small(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        # Decoded small at once, where the format can.
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=QUALITY)
        return out.getvalue()
