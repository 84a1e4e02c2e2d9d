"""Where we are ready to post to: judged by its text at registration, by its numbers each time.

Against requests forged through us (SSRF): whoever registers an address makes our network speak to
it. Names are no evidence, they change between two looks; what is judged is what is connected to.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

Words = tuple[str, str]  # French, English
Address = IPv4Address | IPv6Address

LONGEST_URL = 2000
PORT_OF = {"https": 443, "http": 80}
NAT64 = IPv6Network("64:ff9b::/96")
V4_COMPATIBLE = IPv6Network("::/96")


class RefusedAddress(Exception):
    """We do not post there; `words` say why, in French and English."""

    def __init__(self, words: Words) -> None:
        super().__init__(words[1])
        self.words = words


@dataclass(frozen=True, slots=True)
class Rules:
    """`ports` empty: any. `local`: plain HTTP, any port, loopback and private addresses too.

    `local` is for one machine and for tests; nothing else may switch it on.
    """

    ports: frozenset[int] = frozenset({443, 8443})
    local: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart; `host` without brackets, `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """As the Host header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORT_OF[self.scheme] else f"{host}:{self.port}"


def target_of(url: str, rules: Rules) -> Target:
    """Where a URL leads. Raises RefusedAddress; a host name is not looked up here."""
    if len(url) > LONGEST_URL:
        raise RefusedAddress(("adresse trop longue", "the address is too long"))
    if not url.isascii() or any(c <= " " or c in '\\"<>^`{|}\x7f' for c in url):
        words = ("caractère interdit dans l'adresse", "a character that no address may hold")
        raise RefusedAddress(words)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedAddress(("adresse mal formée", "malformed address")) from None
    scheme, host = parts.scheme, parts.hostname or ""
    if scheme != "https" and not (scheme == "http" and rules.local):
        raise RefusedAddress(("doit commencer par https://", "must begin with https://"))
    if not host or "%" in host:
        raise RefusedAddress(("aucun hôte dans l'adresse", "no host in the address"))
    if parts.username is not None or parts.password is not None:
        words = ("ni nom ni mot de passe dans l'adresse", "no name or password in the address")
        raise RefusedAddress(words)
    if parts.fragment or "#" in url:
        raise RefusedAddress(("pas de # dans l'adresse", "no # in the address"))
    port = PORT_OF[scheme] if port is None else port
    if not rules.local and rules.ports and port not in rules.ports:
        allowed = ", ".join(str(one) for one in sorted(rules.ports))
        words = (f"port refusé ; permis : {allowed}", f"port refused; allowed: {allowed}")
        raise RefusedAddress(words)
    literal = _literal(host)
    if literal is not None and (fault := fault_of(literal, rules)):
        raise RefusedAddress(fault)
    path = parts.path or "/"
    return Target(scheme, host, port, f"{path}?{parts.query}" if parts.query else path)


def fault_of(address: Address, rules: Rules) -> Words | None:
    """Why we do not connect to this very address, or None.

    An IPv4 address in IPv6 clothes (mapped, compatible, NAT64, 6to4, Teredo) is judged naked.
    """
    naked = _naked(address)
    if naked is None:
        return ("adresse d'un tunnel", "the address of a tunnel")
    if naked.is_multicast or naked.is_unspecified or naked.is_link_local:
        # Link-local holds the metadata service of clouds (169.254.169.254): never, not even here.
        return ("adresse refusée", "an address that we do not post to")
    if rules.local and (naked.is_loopback or naked.is_private):
        return None
    if naked.is_global and not naked.is_private and not naked.is_reserved:
        return None
    return (
        "adresse privée ou réservée : on ne l'atteint pas d'ici",
        "a private or reserved address: not to be reached from here",
    )


def _naked(address: Address) -> Address | None:
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.teredo is not None or address.sixtofour is not None:
        return None
    number = int(address)
    if address in NAT64 or (address in V4_COMPATIBLE and number > 1):
        return IPv4Address(number & 0xFFFFFFFF)
    if address.is_site_local:
        return None
    return address


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
