"""The section `[remote]` of a manifest: a borough that answers by a service of its own."""

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from routing.domain.manifest_values import Code, Section, refusal

DEADLINE_MS, LONGEST_MS = 800, 2000


def _address(url: str) -> str:
    """Encrypted, but on the same machine; without a name and password, a query or a fragment."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    plain = parts.scheme == "http" and _is_loopback(host)
    extra = parts.username or parts.password or parts.query or parts.fragment
    if not host or port == 0 or extra or not (parts.scheme == "https" or plain):
        raise refusal(
            ("ce n'est pas une adresse https simple", "it is no plain https address"),
            (
                "écrivez https://hôte/chemin ; http n'est permis que sur la même machine",
                "write https://host/path; http is allowed on the same machine only",
            ),
        )
    return url


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Remote(Section):
    """Where to ask, how long to wait, and the name of the key that signs; never the key itself.

    The grid of the same manifest decides whenever no usable answer comes.
    """

    url: Annotated[str, AfterValidator(_address)] = Field(
        description="https address that takes the facts of a case by POST"
    )
    key: Code = Field(description="name of the signing key in ROUTING_REMOTE_KEYS")
    deadline_ms: int = Field(
        DEADLINE_MS, ge=50, le=LONGEST_MS, description="longest wait; then the grid decides"
    )
