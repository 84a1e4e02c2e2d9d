"""The keys that sign questions to boroughs' own services: all there before the first case."""

from collections.abc import Collection, Iterable, Iterator

from routing.domain.errors import Fault
from routing.domain.grid import Grid


def missing_keys(grids: Iterable[Grid], known: Collection[str]) -> Iterator[Fault]:
    """A fault for each manifest whose `[remote]` names a key that the settings do not hold."""
    for grid in grids:
        remote = grid.manifest.remote
        if remote is None or remote.key in known:
            continue
        yield Fault(
            f"{grid.slug}/manifest.toml",
            "remote.key",
            (f"aucune clé de ce nom : {remote.key}", f"no key of that name: {remote.key}"),
            (
                f"ajoutez-la à ROUTING_REMOTE_KEYS : {{{remote.key!r}: 'whsec_…'}}",
                f"add it to ROUTING_REMOTE_KEYS: {{{remote.key!r}: 'whsec_…'}}",
            ),
        )
