"""What must hold between the entries of all manifests together; finds every fault, mends none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from routing.domain.errors import Fault
from routing.domain.manifest import Activity, Manifest
from routing.domain.names import place_key


def find_faults(manifests: Iterable[tuple[str, Manifest]]) -> Iterator[Fault]:
    """`manifests` are pairs of file and manifest; an entry is named by its section and code."""
    pairs = list(manifests)
    by_slug = {manifest.borough.slug: manifest for _, manifest in pairs}
    units = _units(by_slug.values())
    for slug, times in Counter(manifest.borough.slug for _, manifest in pairs).items():
        if times > 1:
            files = " and ".join(file for file, m in pairs if m.borough.slug == slug)
            yield Fault(files, "borough.slug", f"{slug} is declared {times} times")
    for file, manifest in pairs:
        checks = (
            _check_inheritance(manifest, by_slug),
            _check_uniqueness(manifest),
            _check_references(manifest, by_slug, units),
            _check_commitments(manifest, by_slug),
        )
        for check in checks:
            for key, message in check:
                yield Fault(file, key, message)


_Finding = tuple[str, str]


def _check_inheritance(manifest: Manifest, by_slug: Mapping[str, Manifest]) -> Iterator[_Finding]:
    inherits = manifest.borough.inherits
    if inherits is not None:
        city = by_slug.get(inherits)
        if city is None:
            yield "borough.inherits", f"no manifest of {inherits}"
        elif city.borough.kind != "city":
            yield "borough.inherits", f"{inherits} is not of kind city"
    if manifest.members is not None and manifest.borough.kind != "city":
        yield "members", "only a manifest of kind city has members"
    if (manifest.borough.kind == "borough") != (inherits is not None):
        yield "borough.kind", "a borough inherits from its city, and nobody else inherits"


def _check_uniqueness(manifest: Manifest) -> Iterator[_Finding]:
    sections: dict[str, list[str]] = {
        "schemes": [entry.code for entry in manifest.schemes],
        "authorities": [entry.code for entry in manifest.authorities],
        "departments": [entry.code for entry in manifest.departments],
        "activities": [entry.code for entry in manifest.activities],
        "designations": [entry.department for entry in manifest.designations],
        "commitments": [f"{entry.kind}/{entry.activity}" for entry in manifest.commitments],
        "closing.codes": [entry.code for entry in manifest.closing.codes],
    }
    for section, codes in sections.items():
        for code, times in Counter(codes).items():
            if times > 1:
                yield f"{section}.{code}", f"occurs {times} times"
    yield from _check_names(manifest.activities)


def _check_names(activities: Iterable[Activity]) -> Iterator[_Finding]:
    """Names as written must differ; a looser clash is settled by `index_of_activities`."""
    held: dict[str, str] = {}
    for activity in activities:
        for name in {activity.name_fr, activity.name_en, *activity.synonyms} - {""}:
            other = held.setdefault(name, activity.code)
            if other != activity.code:
                yield f"activities.{activity.code}", f"has a name in common with {other}: {name}"


def _check_references(
    manifest: Manifest, by_slug: Mapping[str, Manifest], units: frozenset[str]
) -> Iterator[_Finding]:
    own = {entry.code for entry in manifest.departments}
    city = by_slug.get(manifest.borough.inherits or "")
    known = own | ({entry.code for entry in city.departments} if city else set())
    schemes = {entry.code for entry in manifest.schemes}
    authorities = {entry.code for entry in manifest.authorities}
    for department in manifest.departments:
        if department.scheme is not None and department.scheme not in schemes:
            yield f"departments.{department.code}.scheme", f"no scheme {department.scheme}"
    for activity in manifest.activities:
        key = f"activities.{activity.code}"
        if activity.department is not None and activity.department not in own:
            yield f"{key}.department", f"no department {activity.department}"
        if activity.authority is not None and activity.authority not in authorities:
            yield f"{key}.authority", f"no authority {activity.authority}"
        if activity.unit is not None and place_key(activity.unit) not in units:
            yield f"{key}.unit", f"no borough and no department has the unit {activity.unit}"
    for designation in manifest.designations:
        if designation.department not in own:
            yield f"designations.{designation.department}", "no such department"
    if (default := manifest.defaults.department) is not None and default not in own:
        yield "defaults.department", f"no department {default}"
    if manifest.complaints.department not in known | {None}:
        yield "complaints.department", f"no department {manifest.complaints.department}"
    if manifest.clerk is not None and manifest.clerk.department not in known:
        yield "clerk.department", f"no department {manifest.clerk.department}"


def _check_commitments(manifest: Manifest, by_slug: Mapping[str, Manifest]) -> Iterator[_Finding]:
    """Every activity has a delay or says that it has none (PV-04), and what is named is there."""
    city = by_slug.get(manifest.borough.inherits or "")
    known = {entry.code for entry in manifest.activities}
    known |= {entry.code for entry in city.activities} if city else set()
    for commitment in manifest.commitments:
        if commitment.activity != "*" and commitment.activity not in known:
            key = f"commitments.{commitment.kind}.{commitment.activity}"
            yield key, "no such activity"
    for button in manifest.identity.buttons:
        if button.activity not in known:
            yield f"identity.buttons.{button.activity}", "no such activity"
    for kind in ("acknowledge", "complete"):
        promised = {entry.activity for entry in manifest.commitments if entry.kind == kind}
        if "*" not in promised:
            for activity in manifest.activities:
                if activity.code not in promised:
                    yield (
                        f"activities.{activity.code}",
                        f"has no {kind} delay: add a commitment, or one that says no_delay (PV-04)",
                    )


def _units(manifests: Iterable[Manifest]) -> frozenset[str]:
    names = [
        unit
        for manifest in manifests
        for unit in (
            *(manifest.borough.unit,) * (manifest.defaults.department is not None),
            *(department.unit for department in manifest.departments),
        )
    ]
    return frozenset(place_key(name) for name in names if name)
