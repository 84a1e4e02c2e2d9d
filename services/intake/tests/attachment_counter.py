"""Photos and documents through the API, on a disk that may be looked at."""

from pathlib import Path
from typing import Any

from httpx import Response

from services.intake.tests.conftest import KEY, Counter


class Files:
    """The attachments of a counter under test."""

    def __init__(self, counter: Counter, directory: Path) -> None:
        self.counter = counter
        self.directory = directory
        self.keys = 0

    def add(
        self,
        case_id: str,
        data: bytes,
        *,
        by: str = "technician",
        key: str = "",
        name: str = "trou.jpg",
        **fields: str,
    ) -> Response:
        """A file from staff; `key` is a new one unless given."""
        headers = {"authorization": f"Bearer {by}"}
        return self._post(f"/cases/{case_id}/attachments", headers, data, key, name, fields)

    def add_own(
        self, code: str, data: bytes, *, key: str = "", name: str = "trou.jpg", **fields: str
    ) -> Response:
        """A file from whoever has the code."""
        return self._post(
            "/tracking/attachments", {"x-tracking-code": code}, data, key, name, fields
        )

    def get(self, case_id: str, attachment_id: str, by: str = "technician") -> Response:
        return self.counter.get(f"/cases/{case_id}/attachments/{attachment_id}", by=by)

    def get_own(self, code: str, attachment_id: str) -> Response:
        return self.counter.get(
            f"/tracking/attachments/{attachment_id}", by=None, x_tracking_code=code
        )

    def remove(
        self, case_id: str, attachment_id: str, *, by: str = "technician", key: str = KEY
    ) -> Response:
        headers = {"authorization": f"Bearer {by}", "idempotency-key": key}
        path = f"/api/intake/v1/cases/{case_id}/attachments/{attachment_id}"
        answer: Response = self.counter.client.delete(path, headers=headers)
        return answer

    def on_disk(self) -> set[str]:
        return {path.name for path in self.directory.rglob("*") if path.is_file()}

    def _post(
        self, path: str, headers: dict[str, str], data: bytes, key: str, name: str,
        fields: dict[str, str],
    ) -> Response:  # fmt: skip
        self.keys += 1
        headers = {**headers, "idempotency-key": key or f"{KEY}-file-{self.keys}"}
        answer: Response = self.counter.client.post(
            f"/api/intake/v1{path}",
            headers=headers,
            files={"file": (name, data, "image/jpeg")},
            data={"kind": "photo", **fields},
        )
        return answer


def added(answer: Response) -> str:
    assert answer.status_code == 201, answer.text
    attachment_id: str = answer.json()["attachmentId"]
    return attachment_id


def listed(files: Files, case_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = files.counter.get(f"/cases/{case_id}").json()["attachments"]
    return found


def refused(answer: Response, status: int, *fields: str) -> str:
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert {error.get("target")} | {one["target"] for one in error.get("details", [])} >= set(
        fields
    )
    return str(error["code"])


def code_of(files: Files, case_id: str) -> str:
    return files.counter.codes.code_of(case_id)
