"""What must hold of a city's exceptions by activity and borough (MT-08)."""

from collections.abc import Iterator, Mapping

from routing.domain.manifest import Manifest
from routing.domain.manifest_faults import Finding, not_among
from routing.domain.names import place_key


def check_overrides(manifest: Manifest, units: Mapping[str, str]) -> Iterator[Finding]:
    """`units` are all unit strings by their `place_key`; an exception is named by its place."""
    if manifest.overrides and manifest.borough.kind != "city":
        yield (
            "overrides",
            ("seule une ville fait des exceptions", "only a city makes exceptions"),
            (
                "donnez à l'arrondissement une activité à lui : [[activities]]",
                "give the borough an activity of its own: [[activities]]",
            ),
        )
        return
    activities = {one.code for one in manifest.activities}
    departments = {one.code for one in manifest.departments}
    boroughs = {one.slug for one in manifest.members.boroughs} if manifest.members else set()
    claimed: dict[tuple[str, str], int] = {}
    for number, override in enumerate(manifest.overrides):
        key = f"overrides.{number}"
        for code in override.activities:
            if code not in activities:
                words = ("aucune activité", "no activity")
                yield not_among(f"{key}.activities", words, code, activities)
        for slug in override.boroughs:
            if slug not in boroughs:
                words = ("aucun arrondissement", "no borough")
                yield not_among(f"{key}.boroughs", words, slug, boroughs)
        if override.department is not None and override.department not in departments:
            words = ("aucun service", "no department")
            yield not_among(f"{key}.department", words, override.department, departments)
        if override.unit is not None and place_key(override.unit) not in units:
            words = ("personne n'a l'unité", "nobody has the unit")
            yield not_among(f"{key}.unit", words, override.unit, units.values())
        for pair in ((one, slug) for one in override.activities for slug in override.boroughs):
            if claimed.setdefault(pair, number) != number:
                yield _twice(key, pair, claimed[pair])


def _twice(key: str, pair: tuple[str, str], first: int) -> Finding:
    activity, borough = pair
    return (
        key,
        (
            f"{activity} pour {borough} : déjà dans overrides.{first}",
            f"{activity} for {borough}: in overrides.{first} already",
        ),
        ("gardez une seule des deux exceptions", "keep one of the two exceptions"),
    )
