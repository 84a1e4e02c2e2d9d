"""An amount as people here write it, in cents: `1 250,50 $`, `1250.50`, `$1,250.50`."""

import re

from complaints.domain.errors import Refused

MOST_CENTS = 100_000_000_00
_SPACES = re.compile(r"[\s\u00a0\u202f]")
# French groups by spaces (gone by now), English by commas before groups of three.
_AMOUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:[.,](\d{1,2}))?", re.ASCII)


def cents_of(written: str, field: str) -> int | None:
    """None for an empty text. Raises Refused, naming the field, for what is no amount of money."""
    bare = _SPACES.sub("", written).strip("$")
    if not bare:
        return None
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        raise Refused(
            field,
            "not-an-amount",
            "un montant est attendu, comme 1 250,50 $",
            "an amount is expected, such as $1,250.50",
        )
    whole, cents = found.groups(default="")
    return checked(int(whole.replace(",", "")) * 100 + int(cents.ljust(2, "0")), field)


def checked(cents: int, field: str) -> int:
    """Within what a claim can be. Raises Refused."""
    if not 0 <= cents <= MOST_CENTS:
        raise Refused(field, "out-of-range", "un montant hors de toute mesure", "beyond measure")
    return cents
