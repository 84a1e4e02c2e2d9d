"""JSON lines with the City's fields and a correlation id; never a value that names a person."""

import logging
import sys
import traceback
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from pythonjsonlogger.json import JsonFormatter

correlation: ContextVar[str] = ContextVar("correlation", default="")


def correlation_id() -> str:
    """The id of the errand we are on; made if there is none."""
    known = correlation.get()
    if not known:
        known = str(uuid4())
        correlation.set(known)
    return known


class CityFormatter(JsonFormatter):
    """Fields of the City's log convention (REQUIREMENTS §5): app, cid, logType."""

    def __init__(self, app: str, version: str) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s", timestamp=True)
        self._fixed = {"app": app, "version": version, "logType": "mtl", "logTypeVersion": 1}

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """Kinds and places without messages: those quote the value that was wrong."""
        kind, error, trace = ei
        lines = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
        ]
        cause = error.__cause__ if error is not None else None
        lines.append(kind.__name__ if kind is not None else "")
        return "\n".join([*lines, f"from {type(cause).__name__}"] if cause else lines)

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data |= {**self._fixed, "cid": correlation.get()}


def start_logging(service: str, level: str, version: str = "0.1.0") -> None:
    """Log to standard error, one JSON object a line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(CityFormatter(f"guichet-{service}", version))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Libraries that would log an address with its query, or each fetch.
    broker = "chassis.subscribers.broker"
    for noisy in ("httpx", "aiokafka", "pymongo", "faststream", "uvicorn.access", broker):
        logging.getLogger(noisy).setLevel(logging.WARNING)
