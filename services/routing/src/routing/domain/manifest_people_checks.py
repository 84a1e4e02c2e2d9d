"""What must hold of the people whom a manifest names first: schemes, council, shared posts."""

from collections.abc import Iterator, Mapping

from routing.domain.manifest import DesignationSeed, Manifest, Post
from routing.domain.manifest_faults import Finding


def check_people(manifest: Manifest, by_slug: Mapping[str, Manifest]) -> Iterator[Finding]:
    """`by_slug` are all manifests: officials may turn to their city's general director."""
    yield from _check_schemes(manifest)
    yield from _check_council(manifest, by_slug)
    yield from _check_persons(manifest)


def _check_schemes(manifest: Manifest) -> Iterator[Finding]:
    """Where a scheme has an execution of its own, somebody is designated for it (PV-31)."""
    apart = {scheme.code for scheme in manifest.schemes if scheme.has_execution_apart}
    seeds = {entry.department: entry for entry in manifest.designations}
    for department in manifest.departments:
        seed = seeds.get(department.code)
        if department.scheme in apart and seed is not None and seed.execution is None:
            yield (
                f"designations.{department.code}.execution",
                (
                    f"le schéma {department.scheme} sépare réception et exécution (PV-31)",
                    f"scheme {department.scheme} has reception and execution apart (PV-31)",
                ),
                (
                    "désignez le Responsable de l'exécution : execution = { person_id = … }",
                    "designate who executes: execution = { person_id = … }",
                ),
            )


def _check_council(manifest: Manifest, by_slug: Mapping[str, Manifest]) -> Iterator[Finding]:
    """Where officials bring cases, somebody is the general director whom they turn to (MH-05)."""
    city = by_slug.get(manifest.borough.inherits or "")
    seeds = manifest.designations + (city.designations if city else ())
    if manifest.elected.officials and not any(seed.general_director_post for seed in seeds):
        yield (
            "elected.officials",
            ("des élus sans direction générale (MH-05)", "officials without a general director"),
            (
                "nommez-la dans une désignation : general_director_post = { person_id = … }",
                "name one in a designation: general_director_post = { person_id = … }",
            ),
        )


def _check_persons(manifest: Manifest) -> Iterator[Finding]:
    """One person may hold several posts (PV-22), with one name, mailbox and extension."""
    known: dict[str, tuple[Post, str]] = {}
    for seed in manifest.designations:
        for role, post in _posts(seed):
            key = f"designations.{seed.department}.{role}"
            first, where = known.setdefault(post.person_id, (post, key))
            if first != post:
                yield (
                    key,
                    (
                        f"{post.person_id} est décrit autrement dans {where} (PV-22)",
                        f"{post.person_id} is described otherwise in {where} (PV-22)",
                    ),
                    (
                        "donnez partout les mêmes nom, courriel et poste",
                        "give the same name, e-mail and extension everywhere",
                    ),
                )


def _posts(seed: DesignationSeed) -> Iterator[tuple[str, Post]]:
    for name, value in seed:
        if isinstance(value, Post):
            yield name, value
