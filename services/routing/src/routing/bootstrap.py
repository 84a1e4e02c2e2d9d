"""The composition of routing: the only module that builds concrete objects."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.resources.abc import Traversable

from chassis.clock import utc_now
from chassis.commands import Commands
from chassis.kit import Kit
from chassis.mongo import MongoStore
from chassis.overflow import Overflow
from chassis.rounds import Round
from chassis.store import Store
from contracts.events.sla import COMMITMENTS

from routing.adapters import remote_metrics
from routing.adapters.assignment_index import INDEXES, index
from routing.adapters.borough_folders import all_folders
from routing.adapters.conformance_run import plugin_faults
from routing.adapters.grid_texts import TomlTexts
from routing.adapters.grids_reader import GridFollower, GridsReader
from routing.adapters.mending_finds import (
    in_wrong_hands,
    shown_complaints,
    under_an_earlier_grid,
    without_designation,
    without_service,
)
from routing.adapters.people_reader import (
    PeopleReader,
    index_of_availability,
    index_of_people,
)
from routing.adapters.people_watch import PeopleWatch
from routing.adapters.remote_http import HttpResolver
from routing.adapters.remote_keys import missing_keys
from routing.adapters.snapshot_files import read_snapshot
from routing.adapters.start import GridPress, PeopleSeeder, index_of_draft, index_of_grid
from routing.application.ask_remotes import RemoteDesk, decide_without
from routing.application.find_alerts import AlertFinder
from routing.application.follow_grids import follow_grid
from routing.application.grid_life import GridDraft
from routing.application.mend_assignments import (
    assign_after_designation,
    follow_people,
    leave_to_complaints,
)
from routing.application.pass_on import expire_transfer
from routing.application.publish_grid import PublishedGrid
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.availability import Availability
from routing.domain.errors import Fault, ManifestsRefused
from routing.domain.grid import Grid
from routing.domain.people import BoroughPeople
from routing.entrypoints import (
    grid_pages,
    grids_http,
    http,
    moves_http,
    pages,
    people_http,
    set_aside_pages,
)
from routing.entrypoints.assignment_queries import AssignmentQueries
from routing.entrypoints.case_desk import CaseDesk
from routing.entrypoints.desk import Desk
from routing.entrypoints.fresh_grids import fresh
from routing.entrypoints.grid_desk import GridDesk
from routing.entrypoints.people_desk import PeopleDesk
from routing.entrypoints.set_aside import SetAsideDesk
from routing.entrypoints.staff_pages import StaffPages
from routing.entrypoints.subscribers import by_topic
from routing.settings import RoutingSettings

PROMISES_PACE_SECONDS = 2.0
ALERTS_EVERY_SECONDS = 30.0
COMPLAINTS_EVERY_SECONDS = 86_400.0


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
    finder = AlertFinder(assignments, snapshot)
    people_desk = _people_desk(kit, desk, finder)
    kit.routers += [http.router(desk), people_http.router(people_desk)]
    kit.routers.append(moves_http.router(CaseDesk(desk)))
    staff_pages = StaffPages(desk, settings.signin_url)
    set_aside = _set_aside(kit, staff_pages)
    kit.routers.append(set_aside_pages.api(set_aside))
    kit.routers += pages.routers(staff_pages, people_desk, set_aside)
    for topic, handlers in by_topic(snapshot).items():
        # Promises are for reading: what is said of one case within a moment is one write.
        pace = PROMISES_PACE_SECONDS if topic == COMMITMENTS else 0.0
        kit.subscribe(topic, assignments, handlers, pace_seconds=pace)
    on_grids = _follow_people(kit, settings, people, people_commands, seeds, snapshot)
    grid_desk, reader = _follow_grids(kit, settings, desk, assignments, seeds, on_grids)
    kit.routers += [grids_http.router(grid_desk), grid_pages.router(staff_pages, grid_desk)]
    kit.routers[:] = fresh(kit.routers, reader.freshen)
    _mend(kit, assignments, snapshot)
    _ask_remotes(kit, settings, assignments, desk.work, snapshot)
    return kit


def _set_aside(kit: Kit, pages: StaffPages) -> SetAsideDesk:
    async def replay(topic: str, record_id: str) -> int:
        inboxes = (inbox for inbox in kit.inboxes if inbox.topic == topic)
        return await next(inboxes).replay(record_id)

    return SetAsideDesk(kit.parking.store, replay, pages.names)


def _more_faults(settings: RoutingSettings, grids: Iterable[Grid]) -> Iterator[Fault]:
    """What is refused besides at the start, and so at a publication."""
    held = list(grids)
    yield from missing_keys(held, settings.remote_keys)
    yield from plugin_faults(held, utc_now().date())


def load_snapshot(settings: RoutingSettings) -> Snapshot:
    """Grids and territories of all folders, and the people that their manifests name.

    Raises ManifestsRefused, also for a plug-in that breaks a promise when it is tried.
    """
    snapshot = read_snapshot(settings.boroughs_dir)
    if faults := list(plugin_faults(snapshot.grids, utc_now().date())):
        raise ManifestsRefused(faults)
    return snapshot


def folders_of(settings: RoutingSettings) -> list[Traversable]:
    """Where the manifests of boroughs lie."""
    return all_folders(settings.boroughs_dir)


def seeds_of(snapshot: Snapshot) -> dict[str, BoroughPeople]:
    """The first designations of each borough, by its slug."""
    return {
        grid.slug: BoroughPeople(
            borough=grid.slug,
            designations=tuple(
                one for one in snapshot.directory.designations if one.borough == grid.slug
            ),
            officials=grid.manifest.council(),
        )
        for grid in snapshot.grids
    }


def _follow_grids(
    kit: Kit,
    settings: RoutingSettings,
    desk: Desk,
    cases: Store[Assignment],
    seeds: dict[str, BoroughPeople],
    then: Sequence[Callable[[], Awaitable[object]]],
) -> tuple[GridDesk, GridsReader]:
    """`then`: what grids are told to whenever there are new ones."""
    folders = tuple(desk.snapshot.grids)
    texts = TomlTexts(folders_of(settings), partial(_more_faults, settings))
    versions = kit.store(
        "grids", PublishedGrid, index_of_grid, indexes=["is_grid", ("boroughs", "version")]
    )
    publishing = kit.commands(versions)
    press = GridPress(versions, publishing, folders, texts.texts(), kit.clock)
    reader = GridsReader(versions, folders, desk.snapshot, seeds)
    kit.at_start(press.publish)
    follower = GridFollower(reader, press, then)
    kit.at_start(follower.follow)
    kit.loop("grids", settings.grids_every_seconds, follower.follow)
    drafts = kit.store("grid_drafts", GridDraft, index_of_draft, indexes=["boroughs"])
    made = GridDesk(
        desk=desk,
        cases=cases,
        versions=versions,
        publishing=publishing,
        drafts=drafts,
        drafting=kit.commands(drafts),
        texts=texts,
        refresh=reader.refresh,
    )
    return made, reader


def _follow_people(
    kit: Kit,
    settings: RoutingSettings,
    store: Store[BoroughPeople],
    commands: Commands[BoroughPeople],
    seeds: dict[str, BoroughPeople],
    snapshot: Snapshot,
) -> Sequence[Callable[[], Awaitable[object]]]:
    """What to do again when grids name new posts."""
    reader = PeopleReader(store, seeds, snapshot)
    seeder = PeopleSeeder(store, commands, seeds)
    kit.at_start(seeder.seed)
    kit.at_start(reader.refresh)
    kit.loop("people", settings.people_every_seconds, reader.refresh)
    return [seeder.seed, reader.refresh]


def _people_desk(kit: Kit, desk: Desk, finder: AlertFinder) -> PeopleDesk:
    # One small document per person: a sign on a door must not rewrite the whole directory.
    statuses = kit.store("availability", Availability, index_of_availability, indexes=["boroughs"])
    watch = PeopleWatch(desk.directory, desk.seeds, finder.find, kit.clock)
    kit.loop("people alerts", ALERTS_EVERY_SECONDS, watch.look)
    return PeopleDesk(desk, finder, statuses, kit.commands(statuses))


def _ask_remotes(
    kit: Kit,
    settings: RoutingSettings,
    store: MongoStore[Assignment],
    commands: Commands[Assignment],
    snapshot: Snapshot,
) -> None:
    if faults := list(missing_keys(snapshot.grids, settings.remote_keys)):
        raise ManifestsRefused(faults)
    resolver = HttpResolver(settings.remote_keys, kit.clock)
    asking = RemoteDesk(store, commands, resolver, snapshot, kit.clock, remote_metrics.count)
    kit.loop("remote", settings.remote_every_seconds, asking.run)
    kit.round(
        "remotes",
        store,
        without_service(store, snapshot),
        partial(decide_without, snapshot=snapshot),
    )


def _mend(kit: Kit, store: MongoStore[Assignment], snapshot: Snapshot) -> None:
    kit.round(
        "designations",
        store,
        without_designation(store, snapshot),
        partial(assign_after_designation, snapshot=snapshot),
    )
    kit.round("transfers", store, "offer_ends_at", partial(expire_transfer, snapshot=snapshot))
    kit.round(
        "absences",
        store,
        in_wrong_hands(store, snapshot),
        partial(follow_people, snapshot=snapshot),
    )
    kit.round(
        "grids",
        store,
        under_an_earlier_grid(store, snapshot),
        partial(follow_grid, snapshot=snapshot),
    )
    kit.loop("complaints", COMPLAINTS_EVERY_SECONDS, _leaving(kit, store, snapshot))


def _leaving(
    kit: Kit, store: MongoStore[Assignment], snapshot: Snapshot
) -> Callable[[], Awaitable[None]]:
    """No round: no index finds what an earlier version left, and nothing new is ever left so."""
    leaving = Round(
        "complaints",
        store=store,
        find=shown_complaints(store),
        decide=partial(leave_to_complaints, snapshot=snapshot),
        scribe=kit.scribe,
        publisher=kit.publisher(store),
    )

    async def leave() -> None:
        while await leaving.run(kit.clock()):
            pass

    return leave
