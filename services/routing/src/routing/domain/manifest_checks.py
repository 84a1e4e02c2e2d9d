"""What must hold between the entries of all manifests together; finds every fault, mends none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from routing.domain.delays import is_for_all
from routing.domain.errors import Fault
from routing.domain.manifest import Activity, Manifest
from routing.domain.manifest_claims import find_claims
from routing.domain.manifest_delays import Commitment
from routing.domain.manifest_faults import Finding, not_among, twice
from routing.domain.manifest_override_checks import check_overrides
from routing.domain.manifest_people_checks import check_people
from routing.domain.names import place_key


def find_faults(manifests: Iterable[tuple[str, Manifest]]) -> Iterator[Fault]:
    """`manifests` are pairs of file and manifest; an entry is named by its section and code."""
    pairs = list(manifests)
    by_slug = {manifest.borough.slug: manifest for _, manifest in pairs}
    units = _units(by_slug.values())
    yield from find_claims(pairs)
    for file, manifest in pairs:
        checks = (
            _check_inheritance(manifest, by_slug),
            _check_uniqueness(manifest),
            _check_references(manifest, by_slug, units),
            check_overrides(manifest, units),
            check_people(manifest, by_slug),
            _check_commitments(manifest, by_slug),
        )
        for check in checks:
            for key, problem, remedy in check:
                yield Fault(file, key, problem, remedy)


def _check_inheritance(manifest: Manifest, by_slug: Mapping[str, Manifest]) -> Iterator[Finding]:
    inherits = manifest.borough.inherits
    if inherits is not None:
        city = by_slug.get(inherits)
        if city is None or city.borough.kind != "city":
            cities = [slug for slug, held in by_slug.items() if held.borough.kind == "city"]
            yield not_among("borough.inherits", ("aucune ville", "no city"), inherits, cities)
    if manifest.members is not None and manifest.borough.kind != "city":
        yield (
            "members",
            ("seule une ville a des membres", "only a manifest of kind city has members"),
            ('écrivez kind = "city" ou retirez-les', 'write kind = "city" or drop them'),
        )
    if (manifest.borough.kind == "borough") != (inherits is not None):
        yield (
            "borough.kind",
            (
                "un arrondissement hérite de sa ville, et lui seul",
                "a borough inherits from its city, and nobody else inherits",
            ),
            (
                'kind = "borough" va avec inherits = "…" ; city et town, sans inherits',
                'kind = "borough" goes with inherits = "…"; city and town without',
            ),
        )


def _check_uniqueness(manifest: Manifest) -> Iterator[Finding]:
    sections: dict[str, list[str]] = {
        "schemes": [entry.code for entry in manifest.schemes],
        "authorities": [entry.code for entry in manifest.authorities],
        "departments": [entry.code for entry in manifest.departments],
        "activities": [entry.code for entry in manifest.activities],
        "designations": [entry.department for entry in manifest.designations],
        "commitments": [_promise(entry) for entry in manifest.commitments],
        "closing.codes": [entry.code for entry in manifest.closing.codes],
    }
    for section, codes in sections.items():
        for code, times in Counter(codes).items():
            if times > 1:
                yield twice(f"{section}.{code}", times)
    yield from _check_names(manifest.activities)


def _promise(entry: Commitment) -> str:
    told = [entry.kind, entry.activity, entry.case_kind, *sorted(entry.channels)]
    return ".".join(word for word in told if word)


def _check_names(activities: Iterable[Activity]) -> Iterator[Finding]:
    """Names as written must differ; a looser clash is settled by `index_of_activities`."""
    held: dict[str, str] = {}
    for activity in activities:
        for name in sorted({activity.name_fr, activity.name_en, *activity.synonyms} - {""}):
            other = held.setdefault(name, activity.code)
            if other != activity.code:
                yield (
                    f"activities.{activity.code}",
                    (f"même nom que {other} : « {name} »", f"same name as {other}: {name}"),
                    (
                        f"gardez « {name} » dans une seule des deux activités",
                        f"keep {name!r} in one of the two activities",
                    ),
                )


def _check_references(
    manifest: Manifest, by_slug: Mapping[str, Manifest], units: Mapping[str, str]
) -> Iterator[Finding]:
    own = [entry.code for entry in manifest.departments]
    city = by_slug.get(manifest.borough.inherits or "")
    known = own + ([entry.code for entry in city.departments] if city else [])
    department = ("aucun service", "no department")
    for entry in manifest.departments:
        if entry.scheme is not None:
            schemes = [scheme.code for scheme in manifest.schemes]
            if entry.scheme not in schemes:
                key = f"departments.{entry.code}.scheme"
                yield not_among(key, ("aucun schéma", "no scheme"), entry.scheme, schemes)
    authorities = [entry.code for entry in manifest.authorities]
    for activity in manifest.activities:
        key = f"activities.{activity.code}"
        if activity.department is not None and activity.department not in own:
            yield not_among(f"{key}.department", department, activity.department, own)
        if activity.authority is not None and activity.authority not in authorities:
            words = ("aucune autorité", "no authority")
            yield not_among(f"{key}.authority", words, activity.authority, authorities)
        if activity.unit is not None and place_key(activity.unit) not in units:
            words = ("personne n'a l'unité", "nobody has the unit")
            yield not_among(f"{key}.unit", words, activity.unit, units.values())
    named = {
        f"designations.{entry.department}": (entry.department, own)
        for entry in manifest.designations
    } | {
        "defaults.department": (manifest.defaults.department, own),
        "complaints.department": (manifest.complaints.department, known),
    }
    if manifest.clerk is not None:
        for name, code in manifest.clerk:
            named[f"clerk.{name}"] = (code, known)
    for first, second in manifest.lines.second.items():
        named[f"lines.second.{first}"] = (first if first not in known else second, known)
    for key, (code, among) in named.items():
        if code is not None and code not in among:
            yield not_among(key, department, code, among)


def _check_commitments(manifest: Manifest, by_slug: Mapping[str, Manifest]) -> Iterator[Finding]:
    """Every activity has a delay or says that it has none (PV-04), and what is named is there."""
    city = by_slug.get(manifest.borough.inherits or "")
    known = [entry.code for entry in manifest.activities]
    known += [entry.code for entry in city.activities] if city else []
    words, held = ("aucune activité", "no activity"), set(known)
    for commitment in manifest.commitments:
        if commitment.activity != "*" and commitment.activity not in held:
            key = f"commitments.{commitment.kind}.{commitment.activity}"
            yield not_among(key, words, commitment.activity, known)
    for button in manifest.identity.buttons:
        if button.activity not in held:
            yield not_among(f"identity.buttons.{button.activity}", words, button.activity, known)
    for kind, what in (("acknowledge", "accusé de réception"), ("complete", "exécution")):
        rows = [entry for entry in manifest.commitments if entry.kind == kind]
        promised = {entry.activity for entry in rows if is_for_all(entry)}
        if "*" in promised:
            continue
        for activity in manifest.activities:
            if activity.code not in promised:
                yield (
                    f"activities.{activity.code}",
                    (f"aucun délai ({what}, PV-04)", f"has no {kind} delay (PV-04)"),
                    (
                        f'ajoutez [[commitments]] kind = "{kind}", activity = "{activity.code}" ;'
                        ' sans délai, dites counting = "no_delay"',
                        f'add [[commitments]] kind = "{kind}", activity = "{activity.code}";'
                        ' where there is none, say counting = "no_delay"',
                    ),
                )


def _units(manifests: Iterable[Manifest]) -> Mapping[str, str]:
    names = [
        unit
        for manifest in manifests
        for unit in (
            *(manifest.borough.unit,) * (manifest.defaults.department is not None),
            *(department.unit for department in manifest.departments),
        )
    ]
    return {place_key(name): name for name in names if name}
