"""Amounts as people write them here, French or English, as cents."""

import re

# 1250 · 1 250,50 · 1,250.50 · 1.250,50: what parts thousands is not what parts cents.
_AMOUNT = re.compile(
    r"(?P<whole>\d+|\d{1,3}(?:(?P<mark>[ ,.'])\d{3})(?:(?P=mark)\d{3})*)"
    r"(?:(?P<point>[.,])(?P<cents>\d{1,2}))?",
    re.ASCII,
)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_MARK = r"(?:\$ ?(?:CAD?)?|CA\$|CAD|dollars?)"
_CURRENCY = re.compile(rf"^{_MARK} ?| ?{_MARK}$", re.IGNORECASE)


def cents_of(text: str) -> int | None:
    """Cents of an amount such as `1 250,50 $`, `$1,250.50` or `1250`; None where it is none.

    A comma or a point before three figures parts thousands: nobody writes thousandths of a dollar.
    """
    plain = _SPACES.sub(" ", text.strip())
    plain = _CURRENCY.sub("", plain, count=1)
    found = _AMOUNT.fullmatch(plain)
    if found is None or (found["mark"] and found["mark"] == found["point"]):
        return None
    whole = int(re.sub(r"\D", "", found["whole"]))
    return whole * 100 + int((found["cents"] or "0").ljust(2, "0"))


def amount_words(cents: int, language: str) -> str:
    """`1 250,50 $`, or `$1,250.50` in English."""
    whole, rest = divmod(cents, 100)
    if language == "en":
        return f"${whole:,}.{rest:02}"
    return f"{whole:,}".replace(",", "\u00a0") + f",{rest:02}\u00a0$"
