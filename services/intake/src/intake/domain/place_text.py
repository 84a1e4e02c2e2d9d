"""Reads where something is, as citizens write it: the one place where such text is understood.

It decides nothing about points: what is read is looked up by `gazetteer`. Words that are not
understood are kept in `rest`, so that nobody takes half a sentence for a place.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from intake.domain.borough_names import ISLAND, BoroughNames, words_of
from intake.domain.street_names import Street, is_generic, read_street

LONGEST = 300  # characters: what the form takes


class Form(StrEnum):
    """What kind of place is written down."""

    ADDRESS = "address"  # one street; a number, a postal code or neither
    CORNER = "corner"  # two streets
    SEGMENT = "segment"  # a street between two others
    NOTHING = "nothing"


@dataclass(frozen=True)
class PlaceText:
    """What a text says of a place. `streets`: none, one, two of a corner, three of a segment."""

    display: str
    form: Form = Form.NOTHING
    streets: tuple[Street, ...] = ()
    number: str | None = None
    unit: str | None = None
    postal_code: str | None = None
    borough: str | None = None
    rest: str = ""


_FIRST, _LAST = "[ABCEGHJ-NPRSTVXY]", "[ABCEGHJ-NPRSTV-Z]"
_POSTAL = re.compile(
    r"(?<![^\W_])" + r"\s*".join(f"({one})" for one in (_FIRST, r"[0-9]", _LAST))
    + r"[\s.\-–]*" + r"\s*".join(f"({one})" for one in (r"[0-9]", _LAST, r"[0-9]"))
    + r"(?![^\W_])",
    re.IGNORECASE | re.ASCII,
)  # fmt: skip
_UNIT = re.compile(
    r"(?:\b(?:app(?:t|art|artement)?|apt|apartment|bureau|suite|unité|unite|unit|porte)\b\.?\s*#?|#)"
    r"\s*(\d+[a-z]?|[a-z](?![\w'’]))(?![^\W_])",
    re.IGNORECASE,
)
_CITY = re.compile(
    r"(?<!\bde)(?<!\bdu)(?<!\brue)(?:^|\s)\(?(?:ville de )?"
    r"(?:montr[ée]al|mtl|qc|p\.?\s?q\.?|qu[ée]bec|canada)\)?\.?\s*$",
    re.IGNORECASE,
)
_IN = re.compile(r"\s(?:à|a|au|dans|in|arr\.?|arrondissement)\s+", re.IGNORECASE)
_NEARNESS = (
    r"(?:tout\s+)?pr[eè]s|proche|devant|derri[eè]re|(?:en\s+)?face|en\s+(?:avant|arri[eè]re)|"
    r"vis[- ][aà][- ]vis|[aà]\s+c[oô]t[ée]\s+d[eu]|in\s+front|near|behind|opposite|next\s+to|"
    r"across\s+from"
)
_LANDMARK = re.compile(rf"^(?:{_NEARNESS})\b", re.IGNORECASE)
_LANDMARK_TAIL = re.compile(rf"(?<=\S)\s+(?:{_NEARNESS})\b.*$", re.IGNORECASE)
_LEAD_IN = re.compile(
    rf"^(?:(?:{_NEARNESS}|à|a|au|on|sur|at|of|du|de|le|la|the|no|num[ée]ro|n°|adresse)[\s.:]+)*",
    re.IGNORECASE,
)
_SIDE = r"(?:(?:nord|sud|north|south)[- ]?(?:est|ouest|east|west)?\s+)?"
_CORNER = re.compile(
    r"^(?:(?:à|a|au|at|sur|on)\s+)?(?:(?:le|the)\s+|l['’]\s*)?" + _SIDE
    + r"(?:coin|angle|intersection|croisement|carrefour|corner)\b\s*:?\s*" + _SIDE
    + r"(?:(?:of|between|entre|de|du|des)\s+|d['’]\s*)?",
    re.IGNORECASE,
)  # fmt: skip
_BETWEEN = re.compile(r"\s+(?:entre|between)\s+", re.IGNORECASE)
_BETWEEN_IN_BRACKETS = re.compile(r"\s*[,(]\s*(entre|between)\s+", re.IGNORECASE)
_AND = re.compile(
    r"\s*(?:(?<!\d)/|/(?!\d)|&|\+|@)\s*"
    r"|\s+(?:x|et|and|at|[-–—]"
    r"|(?:à\s+l['’]\s*|l['’]\s*)?(?:angle|intersection)(?:\s+(?:de|du|des))?"
    r"|(?:(?:au|at\s+the)\s+)?(?:coin|corner)(?:\s+(?:de|du|des|of))?)\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^#?(\d{1,6}(?:-\d{1,6})?(?:\s?[a-d](?=\s)|[a-z])?)(?:\s*(?:½|1/2))?(?:\s+|\s*,\s*|$)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?<=\d)\s*-\s*(?=\d)")
_ORDINAL = re.compile(r"^\d{1,3}(?:e|er|re|ère|ere|ème|eme|ième|ieme|th|st|nd|rd)$", re.IGNORECASE)


def postal_code_in(text: str) -> str | None:
    """The first Canadian postal code, whatever its spacing and case, as `H9A 2Z4` (§4); or None."""
    found = _POSTAL.search(" ".join(text.split()))
    return _printed(found) if found else None


def tidy(text: str) -> str:
    """One line, single spaces, postal codes as they are printed; done twice it changes nothing."""
    lines = (line.strip(" \t,") for line in text.splitlines())
    line = " ".join(", ".join(line for line in lines if line).split())
    return " ".join(_POSTAL.sub(lambda found: f" {_printed(found)} ", line).split())


def read_place(text: str, names: BoroughNames = ISLAND) -> PlaceText:
    """What a text of at most 300 characters says of a place. Never raises.

    >>> read_place("coin Gouin et St-Jean, Pierrefonds").borough
    'pierrefonds-roxboro'
    """
    display = tidy(text[:LONGEST])
    postal_code = postal_code_in(display)
    left = _POSTAL.sub(" , ", display, count=1)
    unit = _UNIT.search(left)
    left = _UNIT.sub(" , ", left, count=1)
    parts = _parts(left)
    main, borough, rest = _sorted_out(parts, names)
    number, form, streets, more = _streets(main)
    return PlaceText(
        display=display,
        form=form,
        streets=streets,
        number=number,
        unit=unit[1].casefold() if unit else None,
        postal_code=postal_code,
        borough=borough,
        rest=", ".join(part for part in (*rest, more) if part),
    )


def _printed(found: re.Match[str]) -> str:
    code = "".join(found.groups()).upper()
    return f"{code[:3]} {code[3:]}"


def _parts(text: str) -> list[str]:
    """What stands between commas and brackets; a number alone belongs to what follows."""
    parts: list[str] = []
    text = _BETWEEN_IN_BRACKETS.sub(r" \1 ", text)
    for part in re.split(r"[,;()\[\]]", text):
        part = _without_city(part).strip(" .-–—:")
        if not part:
            continue
        if parts and _NUMBER.fullmatch(_LEAD_IN.sub("", parts[-1])):
            part = f"{parts.pop()} {part}"
        parts.append(part)
    return parts


def _without_city(part: str) -> str:
    while (shorter := _CITY.sub("", part)) != part:
        part = shorter
    return part


def _sorted_out(parts: list[str], names: BoroughNames) -> tuple[str, str | None, list[str]]:
    """The part that tells the streets, the borough, and what is neither."""
    said: list[str] = []
    borough: str | None = None
    for part in parts:
        part, named = _borough_off(part, names)
        borough = borough or named
        if part:
            said.append(part)
    if not said:
        return "", borough, []
    crossings = [part for part in said if _AND.search(part) or _BETWEEN.search(part)]
    main = (crossings or said)[0]
    if borough and said == [main] and len(parts) == 2 and not crossings and _CORNER.match(main):
        # "coin Jarry, Saint-Laurent": a corner has two streets, so this is no borough.
        return " / ".join([main, *(part for part in parts if part != main)]), None, []
    others = [part for part in said if part is not main]
    if len(said) == 2 and not crossings and _CORNER.match(said[1]):
        return f"{said[0]} / {_CORNER.sub('', said[1])}", borough, []
    return main, borough, [part for part in others if not _LANDMARK.match(part)]


def _borough_off(part: str, names: BoroughNames) -> tuple[str, str | None]:
    """The part without the borough that it ends with; a street may have a borough's name."""
    if (whole := names.named(part)) is not None:
        return "", whole
    for found in (*_IN.finditer(part), *re.finditer(r"\s[-–—]\s", part)):
        if (named := names.named(part[found.end() :])) is not None:
            return part[: found.start()].strip(), named
    return part, None


def _streets(main: str) -> tuple[str | None, Form, tuple[Street, ...], str]:
    """Number, form and streets of the part that tells them, and what could not be read."""
    marked = _CORNER.match(main)
    text = main[marked.end() :] if marked else _LEAD_IN.sub("", main, count=1)
    number, text = _number_off(text)
    between = _BETWEEN.split(text, maxsplit=1)
    pieces = [between[0], *_AND.split(between[1])] if len(between) > 1 else _AND.split(text)
    read = [read_street(_LANDMARK_TAIL.sub("", piece)) for piece in pieces if words_of(piece)]
    streets = tuple(one for one in read if one is not None)
    forms = {1: Form.ADDRESS, 2: Form.CORNER}
    if len(between) > 1 and len(streets) == 3:
        return number, Form.SEGMENT, streets, ""
    if len(between) > 1 or len(streets) > 2:
        return number, Form.NOTHING, (), main
    if not streets:
        return number, Form.NOTHING, (), ""
    return number, forms[len(streets)], streets, ""


def _number_off(text: str) -> tuple[str | None, str]:
    """The civic number, and the street after it; "14e avenue" and "14 avenue" have none."""
    found = _NUMBER.match(_RANGE.sub("-", text))
    if found is None or _ORDINAL.match(found[1]) or is_generic(found.string[found.end() :]):
        return None, text
    return found[1].casefold().replace(" ", ""), found.string[found.end() :]
