"""Asks a borough's own service over HTTP: signed both ways, within the deadline, never twice.

What is sent is `CaseFacts` and nothing else. The answer is untrusted until its signature, its form
and the borough's own departments have been checked; of one that fails no value is kept or logged.
"""

import asyncio
import json
import ssl
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
from chassis.clock import Clock
from contracts.signatures import NotSigned, signature_headers, verify
from pydantic import SecretStr, ValidationError

from routing.domain.answers import faults_in
from routing.domain.facts import CaseFacts, Decision
from routing.domain.grid import Grid, Grids
from routing.domain.manifest_remote import LONGEST_MS
from routing.domain.remote import Heard, RemoteAnswer

LONGEST_ANSWER = 64 * 1024
CONNECTIONS = 32


class HttpResolver:
    """Port `Resolver`. Keys by their name; the manifest says which one signs for a borough."""

    def __init__(
        self,
        keys: Mapping[str, SecretStr],
        clock: Clock,
        *,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._keys, self._clock = keys, clock
        self._trust = trust
        self._client: httpx.AsyncClient | None = None

    async def ask(self, facts: CaseFacts, here: Grid, grids: Grids) -> RemoteAnswer:
        """One question, one answer, whatever happens: nothing of the net's is raised."""
        remote = here.manifest.remote
        assert remote is not None
        decision, detail = None, ""
        self._connected()  # reading the certificates the first time is not the borough's delay
        started = time.monotonic()
        try:
            key = self._keys[remote.key].get_secret_value()
            async with asyncio.timeout(remote.deadline_ms / 1000):
                decision = await self._post(remote.url, key, facts)
            heard = Heard.LEFT_TO_GRID if decision is None else Heard.DECIDED
        except (TimeoutError, httpx.TimeoutException):
            heard = Heard.TOO_LATE
        except KeyError:
            heard, detail = Heard.NOT_ASKED, "no key of that name in the settings"
        except NotSigned:
            heard = Heard.NOT_SIGNED
        except _Refused as fault:
            heard, detail = Heard.REFUSED, str(fault)
        except _Unusable as fault:
            heard, detail = Heard.UNUSABLE, str(fault)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError):
            heard = Heard.UNREACHABLE
        if decision is not None:
            on = grids.local_date(facts.counter_borough, self._clock())
            if faults := faults_in(decision, facts, here, grids, on):
                heard, decision = Heard.UNUSABLE, None
                detail = "; ".join(f"{field}: {why}" for field, why in faults.items())
        return RemoteAnswer(
            borough=here.slug,
            grid_version=here.version,
            facts=facts,
            heard=heard,
            decision=decision,
            detail=detail,
            elapsed_ms=int((time.monotonic() - started) * 1000),
            at=self._clock(),
        )

    async def _post(self, url: str, key: str, facts: CaseFacts) -> Decision | None:
        body = facts.model_dump_json().encode()
        question = f"ask_{uuid4().hex}"
        signed = signature_headers(question, self._clock(), body, [key])
        headers = {**signed, "content-type": "application/json"}
        async with self._connected().stream("POST", url, headers=headers, content=body) as answer:
            if answer.status_code != 200:
                raise _Refused(f"status {answer.status_code}")
            said = b""
            async for part in answer.aiter_bytes():
                said += part
                if len(said) > LONGEST_ANSWER:
                    raise _Unusable("longer than 64 KiB")
            verify(answer.headers, said, key, self._clock(), message_id=question)
        return _decision_in(said)

    def _connected(self) -> httpx.AsyncClient:
        # Kept open: a new connection for each case would cost most of the deadline.
        if self._client is None:
            self._client = httpx.AsyncClient(
                verify=self._trust or ssl.create_default_context(),
                trust_env=False,
                follow_redirects=False,
                limits=httpx.Limits(max_connections=CONNECTIONS, keepalive_expiry=30.0),
                timeout=LONGEST_MS / 1000,
            )
        return self._client

    async def close(self) -> None:
        """Close what is kept open; the next question opens it again."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()


class _Refused(Exception):
    """Another status than 200."""


class _Unusable(Exception):
    """What was answered is no decision; the text names fields, never values."""


def _decision_in(said: bytes) -> Decision | None:
    """`{"decision": {...}}`, or `{"decision": null}`: the case is left to the grid."""
    try:
        document: Any = json.loads(said)
        if not isinstance(document, dict) or set(document) != {"decision"}:
            raise _Unusable("must be one document with the key decision, and no other")
        raw = document["decision"]
        return None if raw is None else Decision.model_validate(raw)
    except ValidationError as error:
        found = error.errors(include_input=False, include_context=False, include_url=False)
        named = {str(one["loc"][0]) if one["loc"] else "decision" for one in found}
        fields = {*Decision.model_fields, "decision"}
        known = sorted(name if name in fields else "unknown field" for name in named)
        raise _Unusable(f"{', '.join(dict.fromkeys(known))}: not as the schema asks") from None
    except ValueError:
        raise _Unusable("is no JSON") from None
