"""Attachments in a bucket of S3 or of what speaks its protocol (MinIO, Ceph, SeaweedFS)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from chassis.faults import Transient
from chassis.sealing import SEALED_CONTENT

from intake.domain.attachment_store import StoredFile, checked, is_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class FilesInS3:
    """An `AttachmentStore`; the bucket is there already. The client blocks, so it runs in threads.

    `seconds` is the longest wait for one answer.
    """

    def __init__(
        self, url: str, bucket: str, key_id: str, secret: str, *, region: str, seconds: float
    ) -> None:
        self._bucket = bucket
        self._client: S3Client = boto3.client(
            "s3",
            endpoint_url=url,
            region_name=region,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            config=Config(
                connect_timeout=seconds,
                read_timeout=seconds,
                retries={"total_max_attempts": 2},
                # Look-alikes know neither a host name per bucket nor the newer checksums.
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    async def put(self, key: str, content: bytes) -> None:
        """See AttachmentStore."""
        name = checked(key)
        try:
            await asyncio.to_thread(
                self._client.put_object,
                Bucket=self._bucket,
                Key=name,
                Body=content,
                ContentType=SEALED_CONTENT,
            )
        except (BotoCoreError, ClientError) as fault:
            raise _transient(fault) from fault

    async def get(self, key: str) -> bytes | None:
        """See AttachmentStore."""
        name = checked(key)
        try:
            return await asyncio.to_thread(self._read, name)
        except self._client.exceptions.NoSuchKey:
            return None
        except (BotoCoreError, ClientError) as fault:
            raise _transient(fault) from fault

    async def delete(self, key: str) -> None:
        """See AttachmentStore."""
        name = checked(key)
        try:
            await asyncio.to_thread(self._client.delete_object, Bucket=self._bucket, Key=name)
        except (BotoCoreError, ClientError) as fault:
            raise _transient(fault) from fault

    async def stored_at(self, key: str) -> datetime | None:
        """See AttachmentStore."""
        name = checked(key)
        try:
            head = await asyncio.to_thread(self._client.head_object, Bucket=self._bucket, Key=name)
        except ClientError as fault:
            if fault.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
                return None
            raise _transient(fault) from fault
        except BotoCoreError as fault:
            raise _transient(fault) from fault
        return head["LastModified"]

    async def listed(self, after: str, limit: int) -> Sequence[StoredFile]:
        """See AttachmentStore."""
        while True:
            try:
                page = await asyncio.to_thread(
                    self._client.list_objects_v2,
                    Bucket=self._bucket,
                    StartAfter=after,
                    MaxKeys=limit,
                )
            except (BotoCoreError, ClientError) as fault:
                raise _transient(fault) from fault
            found = page.get("Contents", [])
            ours = [StoredFile(one["Key"], one["LastModified"]) for one in found]
            ours = [one for one in ours if is_key(one.key)]
            if ours or not page["IsTruncated"]:
                return ours
            after = found[-1]["Key"]

    def _read(self, name: str) -> bytes:
        with self._client.get_object(Bucket=self._bucket, Key=name)["Body"] as body:
            return body.read()


def _transient(fault: Exception) -> Transient:
    code = fault.response["Error"]["Code"] if isinstance(fault, ClientError) else ""
    return Transient(f"attachments: {type(fault).__name__} {code}".rstrip())
