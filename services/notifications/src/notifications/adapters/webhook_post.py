"""Posts to receivers: connects to the very address that was judged, and reads no body.

A name is looked up for each attempt, every address that it has is judged, and the connection goes
to one of them by number: what the name says a moment later (DNS rebinding) changes nothing.
Neither redirects nor proxies nor the environment have a say.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import httpx
from chassis.clock import Clock

from notifications.domain.retry_after import retry_after
from notifications.domain.webhook_address import (
    Address,
    RefusedAddress,
    Rules,
    Target,
    fault_of,
    target_of,
)
from notifications.domain.webhook_delivery import Answer

log = logging.getLogger(__name__)

Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]
LOOKUPS_AT_ONCE = 32


class HttpPoster:
    """Port `Poster`. One connection for each attempt: none is ever reused for another name."""

    def __init__(
        self,
        rules: Rules,
        *,
        timeout_seconds: float,
        clock: Clock,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._rules = rules
        self._timeout = timeout_seconds
        self._clock = clock
        self._trust = trust or ssl.create_default_context()
        # Threads of our own: a slow name server must not hold up what else needs the loop's few.
        self._threads = ThreadPoolExecutor(LOOKUPS_AT_ONCE, "webhook-lookup")
        self._resolve = resolve or self._look_up

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """One attempt within the time limit, name look-up included. Raises nothing of the net's."""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._post(url, headers, body)
        except RefusedAddress:
            return Answer(None, "refused-address")
        except (TimeoutError, httpx.TimeoutException):
            return Answer(None, "timeout")
        except (socket.gaierror, UnicodeError):
            return Answer(None, "dns")
        except httpx.ConnectError as fault:
            return Answer(None, "tls" if "SSL" in str(fault) else "connection")
        except (httpx.HTTPError, OSError, ssl.SSLError, httpx.InvalidURL):
            return Answer(None, "connection")

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        target = target_of(url, self._rules)
        addresses = await self._resolve(target.host, target.port)
        if not addresses:
            raise socket.gaierror("no address")
        if any(fault_of(one, self._rules) is not None for one in addresses):
            # One bad among good is no accident: the name leads where it must not.
            raise RefusedAddress(("adresse refusée", "refused address"))
        last: httpx.ConnectError | None = None
        for address in addresses:
            try:
                return await self._post_to(address, target, headers, body)
            except httpx.ConnectError as fault:
                last = fault
        assert last is not None, "there was at least one address"
        raise last

    async def _post_to(
        self, address: Address, target: Target, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        literal = f"[{address}]" if address.version == 6 else str(address)
        async with httpx.AsyncClient(
            verify=self._trust, trust_env=False, follow_redirects=False, timeout=self._timeout
        ) as client:
            request = client.build_request(
                "POST",
                f"{target.scheme}://{literal}:{target.port}{target.path}",
                headers={**headers, "host": target.host_header, "connection": "close"},
                content=body,
                # The certificate is that of the name, though we connect by number.
                extensions={"sni_hostname": target.host},
            )
            response = await client.send(request, stream=True)
            # Its body may be endless, or say something of somebody: it is not read.
            await response.aclose()
        status = response.status_code
        later = retry_after(status, response.headers.get("retry-after"), self._clock())
        if 300 <= status < 400:
            return Answer(status, "redirect", later)
        return Answer(status, "" if 200 <= status < 300 else "status", later)

    async def _look_up(self, host: str, port: int) -> Sequence[Address]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
        return list(dict.fromkeys(ip_address(str(info[4][0])) for info in found))
