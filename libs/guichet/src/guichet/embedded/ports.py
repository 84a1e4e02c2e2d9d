"""Finds free loopback ports that stay free while a server is down and comes back."""

import random
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"
_LOWEST, _HIGHEST = 15_000, 32_000
_handed_out: set[int] = set()


def free_port() -> int:
    """A port nobody listens on, below the range from which the kernel takes outgoing ports.

    A port out of that range can be taken as the source of some connection while a killed server
    restarts, even by the client that is trying to reach it. No port is handed out twice by one
    process.
    """
    highest = max(_LOWEST + 1_000, min(_HIGHEST, _first_outgoing_port() - 1))
    for _ in range(1_000):
        port = random.randint(_LOWEST, highest)  # noqa: S311 a port is no secret
        if port not in _handed_out and is_free(port):
            _handed_out.add(port)
            return port
    raise OSError(f"no free loopback port between {_LOWEST} and {highest}")


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def _first_outgoing_port() -> int:
    try:
        text = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii")
        return int(text.split()[0])
    except (OSError, ValueError, IndexError):
        return 32_768
