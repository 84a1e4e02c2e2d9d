"""How a file is read out of a form: piece by piece, and no further than its limit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chassis.errors import ApiError
from fastapi import Request
from intake.entrypoints.uploads import AROUND, READ_ON, read_form, upload_of
from starlette.types import Message

from services.intake.tests.attachment_counter import Files, listed, refused
from services.intake.tests.attachment_samples import phone_photo
from services.intake.tests.conftest import Counter

LIMIT = 64 * 1024
TEN_MB = 10 * 1024 * 1024
BEGINNING = (
    b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nphoto\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
)
END = b"\r\n--x--\r\n"


class Sending:
    """A request whose body comes in pieces; how many were taken is counted."""

    def __init__(self, pieces: Iterator[bytes], **headers: str) -> None:
        given = {"content-type": "multipart/form-data; boundary=x", **headers}
        raw = [(n.replace("_", "-").encode(), v.encode()) for n, v in given.items()]
        self.taken = 0
        self._pieces = pieces
        self.request = Request({"type": "http", "headers": raw}, self._receive)

    async def _receive(self) -> Message:
        piece = next(self._pieces, None)
        if piece is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        self.taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": True}


def endless() -> Iterator[bytes]:
    yield BEGINNING
    while True:
        yield bytes(LIMIT)


@pytest.fixture
def files(counter: Counter, tmp_path: Path) -> Files:
    return Files(counter, tmp_path / "files")


async def test_a_body_without_end_is_cut_off() -> None:
    sending = Sending(endless())

    with pytest.raises(ApiError) as caught:
        await read_form(sending.request, LIMIT)

    assert caught.value.status == 413
    assert sending.taken <= READ_ON * (LIMIT + AROUND) + LIMIT


async def test_a_body_that_says_it_is_far_too_long_is_not_read_at_all() -> None:
    sending = Sending(endless(), content_length=str(1024 * LIMIT))

    with pytest.raises(ApiError) as caught:
        await read_form(sending.request, LIMIT)

    assert caught.value.status == 413
    assert sending.taken == 0


async def test_what_is_somewhat_too_large_is_read_to_its_end_so_that_the_answer_arrives() -> None:
    sending = Sending(iter([BEGINNING, *[bytes(LIMIT)] * 3, END]))

    with pytest.raises(ApiError) as caught:
        await read_form(sending.request, LIMIT)

    assert caught.value.status == 413
    assert sending.taken == len(BEGINNING) + 3 * LIMIT + len(END)


async def test_a_file_of_just_the_limit_is_read_without_a_file_on_the_disk() -> None:
    content = bytes(range(256)) * (LIMIT // 256)
    form = await read_form(Sending(iter([BEGINNING, content, END])).request, LIMIT)

    assert form["file"].file._rolled is False  # type: ignore[union-attr]
    assert (await upload_of(form, LIMIT)).data == content


async def test_one_byte_more_is_too_large() -> None:
    form = await read_form(Sending(iter([BEGINNING, bytes(LIMIT + 1), END])).request, LIMIT)

    with pytest.raises(ApiError) as caught:
        await upload_of(form, LIMIT)

    assert caught.value.status == 413


@pytest.mark.parametrize("size", [TEN_MB, 25_000_000])
def test_a_photo_above_the_limit_is_refused_with_the_limit_named(files: Files, size: int) -> None:
    case_id = files.counter.register()

    answer = files.add(case_id, phone_photo() + bytes(size))

    assert refused(answer, 413, "file") == "payloadTooLarge"
    assert answer.json()["error"]["message"] == "Le fichier est trop gros : 10 Mo au plus."
    assert listed(files, case_id) == []
    assert files.on_disk() == set()
