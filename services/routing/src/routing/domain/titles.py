"""Titles that name the same function, where the texts call it by two names (C-09)."""

TITLES: tuple[tuple[str, ...], ...] = (
    # Prévost writes both: §4.1, and Annexes A and C.
    ("Directeur, Service aux citoyens", "Directeur, Relations avec les citoyens"),
)


def also_called(title: str) -> tuple[str, ...]:
    """The other titles of the same function; empty where there is none."""
    wanted = _plain(title)
    for names in TITLES:
        if wanted in map(_plain, names):
            return tuple(name for name in names if _plain(name) != wanted)
    return ()


def _plain(title: str) -> str:
    """`Directrice du Service aux citoyens` is the same function as `Directeur, …`."""
    words = title.casefold().replace(",", " ").replace("directrice", "directeur").split()
    return " ".join(word for word in words if word not in ("du", "des", "de", "la", "le"))
