"""Where the bytes of attachments lie: two adapters, one contract; sealed whichever it is."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import pytest
from chassis.faults import Transient
from chassis.sealing import new_key
from intake.adapters.files_in_s3 import FilesInS3
from intake.adapters.files_on_disk import FilesOnDisk
from intake.adapters.sealed_files import SealedFiles
from intake.bootstrap import files_of
from intake.domain.attachment_store import AttachmentStore, Unopenable
from intake.settings import IntakeSettings
from moto.server import ThreadedMotoServer
from pydantic import ValidationError

from services.intake.tests.attachment_samples import phone_photo

ONE, OTHER, FAR = str(UUID(int=1)), str(UUID(int=2)), str(UUID(int=0xAB << 120))
BUCKET = "pieces"
IDENTITY: dict[str, Any] = {"aws_access_key_id": "name", "aws_secret_access_key": "secret"}


@pytest.fixture(scope="session")
def s3_url() -> Iterator[str]:
    """A server of the protocol, on a free port of this machine."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=url, region_name="us-east-1", **IDENTITY).create_bucket(
        Bucket=BUCKET
    )
    yield url
    server.stop()


def in_s3(url: str, bucket: str = BUCKET) -> FilesInS3:
    return FilesInS3(url, bucket, "name", "secret", region="us-east-1", seconds=5.0)


@pytest.fixture(params=["disk", "s3", "sealed disk"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> AttachmentStore:
    """Each adapter in turn."""
    if request.param == "s3":
        return in_s3(request.getfixturevalue("s3_url"))
    on_disk = FilesOnDisk(tmp_path / "files")
    return SealedFiles(on_disk, new_key()) if request.param == "sealed disk" else on_disk


async def test_what_was_put_comes_back(files: AttachmentStore) -> None:
    content = bytes(range(256)) * 40_000

    await files.put(ONE, content)

    assert await files.get(ONE) == content
    await files.delete(ONE)


async def test_a_second_put_replaces(files: AttachmentStore) -> None:
    await files.put(ONE, b"before")
    await files.put(ONE, b"after")

    assert await files.get(ONE) == b"after"
    await files.delete(ONE)


async def test_keys_do_not_touch_each_other(files: AttachmentStore) -> None:
    await files.put(ONE, b"one")
    await files.put(OTHER, b"other")

    await files.delete(ONE)

    assert await files.get(ONE) is None
    assert await files.get(OTHER) == b"other"
    await files.delete(OTHER)


async def test_what_is_not_there_is_none_and_may_be_deleted(files: AttachmentStore) -> None:
    assert await files.get(ONE) is None
    await files.delete(ONE)
    assert await files.get(ONE) is None


async def test_what_is_there_is_listed_in_the_order_of_its_keys(files: AttachmentStore) -> None:
    before = datetime.now(UTC) - timedelta(seconds=5)
    assert await files.stored_at(ONE) is None
    for key in (OTHER, FAR, ONE):
        await files.put(key, b"x")

    assert [one.key for one in await files.listed("", 10)] == [ONE, OTHER, FAR]
    assert [one.key for one in await files.listed(ONE, 1)] == [OTHER]
    assert [one.key for one in await files.listed(OTHER, 10)] == [FAR]
    assert await files.listed(FAR, 10) == []
    first = (await files.listed("", 1))[0]
    assert before < first.stored_at <= datetime.now(UTC) + timedelta(seconds=5)
    assert await files.stored_at(ONE) == first.stored_at
    for key in (OTHER, FAR, ONE):
        await files.delete(key)
    assert await files.listed("", 10) == []


async def test_what_else_lies_in_the_bucket_is_not_listed_and_hides_nothing(s3_url: str) -> None:
    client = boto3.client("s3", endpoint_url=s3_url, region_name="us-east-1", **IDENTITY)
    for number in range(3):
        client.put_object(Bucket=BUCKET, Key=f"0-other/{number}", Body=b"x")
    await in_s3(s3_url).put(FAR, b"x")

    assert [one.key for one in await in_s3(s3_url).listed("", 1)] == [FAR]
    await in_s3(s3_url).delete(FAR)
    for number in range(3):
        client.delete_object(Bucket=BUCKET, Key=f"0-other/{number}")


async def test_half_written_files_on_the_disk_are_not_listed(tmp_path: Path) -> None:
    files = FilesOnDisk(tmp_path)
    assert await files.listed("", 10) == []
    await files.put(ONE, b"x")
    (tmp_path / ONE[:2] / ".half").write_bytes(b"x")
    (tmp_path / "lost+found").mkdir()

    assert [one.key for one in await files.listed("", 10)] == [ONE]


@pytest.mark.parametrize("key", ["", "../../etc/passwd", f"{ONE}/..", f"/{ONE}", f"{ONE}\n", "A"])
async def test_a_key_that_is_no_id_leads_nowhere(files: AttachmentStore, key: str) -> None:
    calls: list[Callable[[], Awaitable[Any]]] = [
        lambda: files.put(key, b"x"),
        lambda: files.get(key),
        lambda: files.delete(key),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="UUID"):
            await call()


async def test_a_disk_that_cannot_be_written_is_worth_another_try(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    files = FilesOnDisk(tmp_path / "file")

    with pytest.raises(Transient):
        await files.put(ONE, b"x")
    with pytest.raises(Transient):
        await files.get(ONE)
    with pytest.raises(Transient):
        await files.delete(ONE)


async def test_a_bucket_that_does_not_answer_is_worth_another_try(s3_url: str) -> None:
    files = in_s3(s3_url, bucket="nowhere")

    with pytest.raises(Transient, match="NoSuchBucket"):
        await files.put(ONE, b"x")
    with pytest.raises(Transient, match="NoSuchBucket"):
        await files.get(ONE)


async def test_a_write_leaves_no_other_file_behind(tmp_path: Path) -> None:
    await FilesOnDisk(tmp_path).put(ONE, b"x")

    (only,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert only.name == ONE
    assert only.stat().st_mode & 0o077 == 0


async def test_on_the_disk_nothing_of_the_photo_can_be_read(tmp_path: Path) -> None:
    photo = phone_photo()
    await SealedFiles(FilesOnDisk(tmp_path), new_key()).put(ONE, photo)

    (only,) = (path for path in tmp_path.rglob("*") if path.is_file())
    raw = only.read_bytes()
    assert not any(photo[at : at + 16] in raw for at in range(0, len(photo) - 16, 16))


async def test_in_the_bucket_nothing_of_the_photo_can_be_read(s3_url: str) -> None:
    photo = phone_photo()
    await SealedFiles(in_s3(s3_url), new_key()).put(ONE, photo)

    raw = await in_s3(s3_url).get(ONE)
    assert raw is not None
    assert not any(photo[at : at + 16] in raw for at in range(0, len(photo) - 16, 16))
    await in_s3(s3_url).delete(ONE)


async def test_bytes_moved_to_another_key_do_not_open(tmp_path: Path) -> None:
    raw, key = FilesOnDisk(tmp_path), new_key()
    await SealedFiles(raw, key).put(ONE, b"content")
    moved = await raw.get(ONE)
    assert moved is not None
    await raw.put(OTHER, moved)

    with pytest.raises(Unopenable):
        await SealedFiles(raw, key).get(OTHER)
    with pytest.raises(Unopenable):
        await SealedFiles(raw, new_key()).get(ONE)
    assert await SealedFiles(raw, key).get(ONE) == b"content"


def settings(**given: Any) -> IntakeSettings:
    whole = {"tracking_secret": "x" * 32, "storage_key": new_key(), **given}
    return IntakeSettings.model_validate(whole)


S3 = {"files_s3_bucket": BUCKET, "files_s3_key": "name", "files_s3_secret": "secret"}


async def test_files_lie_where_the_settings_say_and_sealed(tmp_path: Path, s3_url: str) -> None:
    places: list[tuple[dict[str, Any], AttachmentStore]] = [
        ({"files_directory": tmp_path}, FilesOnDisk(tmp_path)),
        ({"files_s3_url": s3_url, **S3}, in_s3(s3_url)),
    ]
    for given, raw in places:
        files = files_of(settings(**given))
        assert files is not None
        await files.put(ONE, b"content")

        stored = await raw.get(ONE)
        assert stored is not None
        assert b"content" not in stored
        await files.delete(ONE)
    assert files_of(settings()) is None


@pytest.mark.parametrize(
    "given",
    [
        {"files_s3_url": "http://127.0.0.1:1"},
        {"files_s3_url": "http://127.0.0.1:1", **S3, "files_s3_secret": ""},
        {"files_s3_url": "http://127.0.0.1:1", **S3, "files_directory": "/tmp/files"},
    ],
)
def test_half_a_place_or_two_places_for_files_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="files_s3_url"):
        settings(**given)
