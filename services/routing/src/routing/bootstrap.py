"""The composition of routing: the only module that builds concrete objects."""

from functools import partial

from chassis.commands import Commands
from chassis.kit import Kit
from chassis.mongo import MongoStore
from chassis.overflow import Overflow
from chassis.store import Store

from routing.adapters.assignment_index import INDEXES, index
from routing.adapters.manifests_toml import (
    TomlBoroughs,
    configured_folders,
    installed_folders,
    shipped_folders,
)
from routing.adapters.mending_finds import in_wrong_hands, without_designation
from routing.adapters.people_reader import PeopleReader, index_of_people
from routing.adapters.start import GridPress, PeopleSeeder, index_of_grid
from routing.adapters.territories_shapely import island_of_montreal
from routing.application.mend_assignments import assign_after_designation, follow_people
from routing.application.publish_grid import PublishedGrid
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.directory import seeded_directory
from routing.domain.grid import Grids
from routing.domain.people import BoroughPeople
from routing.entrypoints import http
from routing.entrypoints.assignment_queries import AssignmentQueries
from routing.entrypoints.desk import Desk
from routing.entrypoints.subscribers import by_topic
from routing.settings import RoutingSettings


def build(settings: RoutingSettings) -> Kit:
    """Routing, wired; reads the boroughs' folders and connects to nothing.

    Raises ManifestsRefused with every fault of the manifests.
    """
    kit = Kit("routing", settings)
    snapshot = load_snapshot(settings)
    seeds = seeds_of(snapshot)
    assignments = kit.store(
        "assignments", Assignment, index, indexes=INDEXES, overflow=[Overflow("history")]
    )
    people = kit.store("directory", BoroughPeople, index_of_people)
    people_commands = kit.commands(people)
    desk = Desk(
        work=kit.commands(assignments),
        people=people_commands,
        assignments=AssignmentQueries(assignments),
        directory=people,
        seeds=seeds,
        snapshot=snapshot,
        clock=kit.clock,
    )
    kit.routers.append(http.router(desk))
    for topic, handlers in by_topic(snapshot).items():
        kit.subscribe(topic, assignments, handlers)
    _publish_grids(kit, snapshot.grids)
    _follow_people(kit, settings, people, people_commands, seeds, snapshot)
    _mend(kit, assignments, snapshot)
    return kit


def load_snapshot(settings: RoutingSettings) -> Snapshot:
    """Grids and territories of all folders, and the people that their manifests name."""
    more = configured_folders(settings.boroughs_dir) if settings.boroughs_dir else []
    loaded = TomlBoroughs([*shipped_folders(), *more, *installed_folders()]).load()
    people = seeded_directory(grid.manifest for grid in loaded)
    return Snapshot(Grids(loaded), island_of_montreal(), people)


def seeds_of(snapshot: Snapshot) -> dict[str, BoroughPeople]:
    """The first designations of each borough, by its slug."""
    return {
        grid.slug: BoroughPeople(
            borough=grid.slug,
            designations=tuple(
                one for one in snapshot.directory.designations if one.borough == grid.slug
            ),
        )
        for grid in snapshot.grids
    }


def _publish_grids(kit: Kit, grids: Grids) -> None:
    store = kit.store("grids", PublishedGrid, index_of_grid)
    kit.at_start(GridPress(store, kit.commands(store), grids).publish)


def _follow_people(
    kit: Kit,
    settings: RoutingSettings,
    store: Store[BoroughPeople],
    commands: Commands[BoroughPeople],
    seeds: dict[str, BoroughPeople],
    snapshot: Snapshot,
) -> None:
    reader = PeopleReader(store, seeds, snapshot)
    kit.at_start(PeopleSeeder(store, commands, seeds).seed)
    kit.at_start(reader.refresh)
    kit.loop("people", settings.people_every_seconds, reader.refresh)


def _mend(kit: Kit, store: MongoStore[Assignment], snapshot: Snapshot) -> None:
    kit.round(
        "designations",
        store,
        without_designation(store, snapshot),
        partial(assign_after_designation, snapshot=snapshot),
    )
    kit.round(
        "absences",
        store,
        in_wrong_hands(store, snapshot),
        partial(follow_people, snapshot=snapshot),
    )
