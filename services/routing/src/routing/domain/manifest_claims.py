"""Two grids must not answer for the same ground: no slug, name, unit or alias is claimed twice."""

from collections.abc import Iterable, Iterator

from routing.domain.errors import Fault
from routing.domain.manifest import Manifest
from routing.domain.names import place_key

Claim = tuple[str, str]
"""Key in the manifest, and the text claimed."""


def find_claims(manifests: Iterable[tuple[str, Manifest]]) -> Iterator[Fault]:
    """`manifests` are pairs of file and manifest, each of another tenant.

    A name is compared in the form that stands for all its spellings, so that `ST-LAURENT` and
    `Saint-Laurent` are the same ground.
    """
    pairs = list(manifests)
    yield from _of_members(pairs)
    places: dict[str, tuple[int, str]] = {}
    units: dict[str, tuple[int, str]] = {}
    for number, (file, manifest) in enumerate(pairs):
        for held, claims in ((places, _places(manifest)), (units, _units(manifest))):
            for key, text in claims:
                first, other = held.setdefault(place_key(text), (number, manifest.borough.slug))
                if first != number:
                    yield _overlap(file, key, text, other, pairs[first][0])


def _overlap(file: str, key: str, text: str, other: str, whose: str) -> Fault:
    return Fault(
        file,
        key,
        (
            f"territoire déjà pris : « {text} » est de {other} ({whose})",
            f"overlapping territory: {text!r} is of {other} ({whose})",
        ),
        (
            "un lieu et une unité n'ont qu'une grille : retirez-le de l'une des deux",
            "a place and a unit have one grid: drop it from one of the two",
        ),
    )


def _of_members(pairs: Iterable[tuple[str, Manifest]]) -> Iterator[Fault]:
    """A folder that takes the ground of a city's borough must be of that city."""
    members = {
        member.slug: (manifest.borough.slug, file)
        for file, manifest in pairs
        if manifest.members is not None
        for member in manifest.members.boroughs
    }
    for file, manifest in pairs:
        city, whose = members.get(manifest.borough.slug, (None, ""))
        if city is not None and manifest.borough.inherits != city:
            yield Fault(
                file,
                "borough.inherits",
                (
                    f"{manifest.borough.slug} est un arrondissement de {city} ({whose})",
                    f"{manifest.borough.slug} is a borough of {city} ({whose})",
                ),
                (f'écrivez inherits = "{city}"', f'write inherits = "{city}"'),
            )


def _places(manifest: Manifest) -> Iterator[Claim]:
    borough = manifest.borough
    yield "borough.slug", borough.slug
    yield "borough.name", borough.name
    if borough.unit:
        yield "borough.unit", borough.unit
    for alias in borough.aliases:
        yield "borough.aliases", alias


def _units(manifest: Manifest) -> Iterator[Claim]:
    if manifest.borough.unit:
        yield "borough.unit", manifest.borough.unit
    for department in manifest.departments:
        if department.unit:
            yield f"departments.{department.code}.unit", department.unit
