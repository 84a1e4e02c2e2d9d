"""Findings of the checks: a key, what is wrong, and the remedy with the nearest known name."""

from collections.abc import Iterable
from difflib import get_close_matches

Words = tuple[str, str]
Finding = tuple[str, Words, Words]
"""Key of the manifest, problem, remedy; words are French, then English."""

LISTED = 12


def not_among(key: str, what: Words, named: str, known: Iterable[str]) -> Finding:
    """`named` is none: `what` is such as ("aucun service", "no department"); `known` are there."""
    problem = (f"{what[0]} « {named} »", f"{what[1]} {named!r}")
    return key, problem, nearest(named, known)


def twice(key: str, times: int) -> Finding:
    """An entry that should be there once."""
    return (
        key,
        (f"figure {times} fois", f"occurs {times} times"),
        ("n'en gardez qu'une entrée", "keep one entry"),
    )


def nearest(named: str, known: Iterable[str]) -> Words:
    """The known name most like this one, else all of them where they are few."""
    names = sorted(set(known))
    parts = [name for name in names if named and named in name]
    if found := parts if len(parts) == 1 else get_close_matches(named, names, n=1):
        return f"vouliez-vous dire « {found[0]} » ?", f"did you mean {found[0]!r}?"
    if not names:
        return "il n'y en a aucun : ajoutez-le d'abord", "there is none: add it first"
    said = ", ".join(names[:LISTED]) + (", …" if len(names) > LISTED else "")
    return f"connus : {said}", f"known: {said}"
