"""How often the public may write, look up and try tracking codes; over it, the answer is 429.

Counted in the memory of this process and nowhere else: addresses are personal data, so they are
neither stored nor logged, and each replica counts for itself.
"""

import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address

from chassis.commands import NotFound
from chassis.errors import ApiError
from fastapi import Request
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from intake.domain.tracking import hash_of
from intake.entrypoints.parameters import Anyone

UNKNOWN = "unknown"
NETWORK_BITS = 64
SWEPT_EVERY_SECONDS = 10.0


def address_of(request: Request) -> str:
    """Whom a request counts for: an IPv4 address, or the /64 that one IPv6 subscriber has.

    The server put the client there that a trusted proxy names (`trusted_proxies`); whatever is no
    address counts as one and the same stranger.
    """
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return UNKNOWN
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> NETWORK_BITS << NETWORK_BITS))


class SweptSeldom(MemoryStorage):
    """The library's counts in memory, with what is over taken out now and then.

    The library looks for it at every hit, through the keys of everybody, with a thread for each:
    a hit cost the more the more people had come (measured: 2 ms with 600 keys).
    """

    def __init__(self) -> None:
        super().__init__()
        self._swept_at = time.monotonic()

    async def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802 the library's name
        if time.monotonic() - self._swept_at < SWEPT_EVERY_SECONDS:
            return
        now, self._swept_at = time.time(), time.monotonic()
        for key, events in list(self.events.items()):
            left = [event for event in events if event.expiry > now]
            if left:
                self.events[key] = left
            else:
                del self.events[key]
                self.locks.pop(key, None)


class Limits:
    """Moving windows. Rates are written `30/minute`; signed-in staff are never limited by address.

    `writes` and `lookups` are FastAPI dependencies; `trying` goes around every use of a code.
    """

    def __init__(
        self,
        *,
        writes: str,
        lookups: str,
        tracking: str,
        wrong_codes: str,
        api_keys: str = "600/minute",
        lost_codes: str = "10/hour",
    ) -> None:
        self._writes = parse(writes)
        self._lookups = parse(lookups)
        self._tracking = parse(tracking)
        self._wrong_codes = parse(wrong_codes)
        self._api_keys = parse(api_keys)
        self._lost_codes = parse(lost_codes)
        self._windows = MovingWindowRateLimiter(SweptSeldom())

    async def writes(self, request: Request, caller: Anyone) -> None:
        """A public write, by address and by Idempotency-Key. Raises ApiError 429."""
        if caller is None:
            await self._count(self._writes, "write", address_of(request))
            if key := request.headers.get("idempotency-key"):
                await self._count(self._writes, "key", key[:100])

    async def lookups(self, request: Request, caller: Anyone) -> None:
        """A public question that is typed or clicked, by address. Raises ApiError 429."""
        if caller is None:
            await self._count(self._lookups, "lookup", address_of(request))

    async def of_key(self, holder: str) -> None:
        """A write under an integrator's API key, by whoever holds it. Raises ApiError 429."""
        await self._count(self._api_keys, "api-key", holder)

    async def lost_codes(self, request: Request, email_hash: str) -> bool:
        """A code asked for by e-mail, by who asks and by a keyed hash of that e-mail.

        False: that e-mail was asked for too often, which nobody is told. Raises ApiError 429.
        """
        await self._count(self._lost_codes, "lost", address_of(request))
        return await self._windows.hit(self._lost_codes, "lost-of", email_hash)

    @asynccontextmanager
    async def trying(self, request: Request, code: str) -> AsyncIterator[None]:
        """Around the use of a tracking code, by address and by code.

        A NotFound from inside is a wrong code, and those are few: an address that used them up is
        sent away before its next code is looked at, right or wrong. Raises ApiError 429.
        """
        address = address_of(request)
        if not await self._windows.test(self._wrong_codes, "wrong", address):
            raise await self._refusal(self._wrong_codes, "wrong", address)
        await self._count(self._tracking, "try", address)
        await self._count(self._tracking, "code", hash_of(code))
        try:
            yield
        except NotFound:
            await self._windows.hit(self._wrong_codes, "wrong", address)
            raise

    async def _count(self, rate: RateLimitItem, what: str, who: str) -> None:
        if not await self._windows.hit(rate, what, who):
            raise await self._refusal(rate, what, who)

    async def _refusal(self, rate: RateLimitItem, what: str, who: str) -> ApiError:
        window = await self._windows.get_window_stats(rate, what, who)
        # By the wall clock, as the library counts; what is that old to the instant still counts.
        return too_many(math.floor(window.reset_time - time.time()) + 1)


def too_many(wait_seconds: int) -> ApiError:
    """Too often; `Retry-After` says in how many seconds there is room again, 1 at least."""
    wait = max(1, wait_seconds)
    words = (
        f"Trop de demandes : réessayez dans {wait} s.",
        f"Too many requests: try again in {wait} s.",
    )
    return ApiError(429, "tooManyRequests", words, headers={"Retry-After": str(wait)})
