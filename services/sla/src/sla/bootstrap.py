"""The composition of sla: the only module that builds concrete objects."""

from datetime import datetime, timedelta

from chassis.kit import Kit
from chassis.mongo import MongoStore
from chassis.outcome import Outcome
from chassis.readmark import ReadMark
from chassis.subscribers import group_of
from contracts.events.notifications import DELIVERIES
from contracts.events.routing import GRIDS, GridPublishedV1

from sla.adapters import lists_index
from sla.adapters.alarms import watch_horizon, watch_waiting
from sla.adapters.figures_board import FiguresBoard
from sla.adapters.figures_counter import FiguresCounter
from sla.adapters.figures_index import (
    FIGURES_BY,
    figures_index,
    improvement_index,
    months_index,
)
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.adapters.indexes import COMMITMENTS_BY, GRIDS_BY, grid_index
from sla.adapters.list_grids import ListGrids
from sla.adapters.owed_reader import MongoOwedReader, saved_index
from sla.adapters.rule_book import GridRuleBook, GridWatch
from sla.adapters.spreading import Spread, Spreading
from sla.adapters.turns import HERD, Turns, judged_until
from sla.application.change_promise import ChangePromise
from sla.application.follow_case import FollowCase
from sla.application.lists.list_round import ListRound, Shelves
from sla.domain.commitment import Commitments
from sla.domain.commitments import judge_at, next_try_at
from sla.domain.grids import Grid
from sla.domain.lists.documents import MonthlyList, Page
from sla.domain.lists.listed_case import ListedCase
from sla.domain.lists.proof import Proofs
from sla.domain.lists.schedule import Schedule
from sla.domain.performance.case_figures import CaseFigures
from sla.domain.performance.improvement import Improvement
from sla.domain.performance.months import MonthFigures
from sla.domain.performance.working_days import WorkingDays
from sla.entrypoints import http, http_lists, http_promises, list_subscribers
from sla.entrypoints.desk import Desk
from sla.entrypoints.fresh_grids import fresh
from sla.entrypoints.list_desk import ListDesk
from sla.entrypoints.owed_board import OwedBoard
from sla.entrypoints.pages import list_pages
from sla.entrypoints.pages import routers as pages
from sla.entrypoints.pages.staff_pages import StaffPages
from sla.entrypoints.performance.figures_desk import FiguresDesk
from sla.entrypoints.performance.handlers import OF_FIGURES
from sla.entrypoints.performance.http import figures_router, improvements_router
from sla.entrypoints.performance.improvements_desk import ImprovementsDesk
from sla.entrypoints.promise_desk import PromiseDesk
from sla.entrypoints.subscribers import OnGrid, by_topic
from sla.settings import SlaSettings

ALARMS_EVERY_SECONDS = 30.0


def build(settings: SlaSettings) -> Kit:
    """Sla, wired; connects to nothing."""
    kit = Kit("sla", settings)
    seed = QuebecHolidays()
    book = GridRuleBook(seed)
    cases = FollowCase(book, settings.timing)
    commitments = kit.store(
        "commitments",
        Commitments,
        saved_index(kit.clock),
        indexes=COMMITMENTS_BY,
    )
    grids = kit.store("grids", Grid, grid_index, indexes=GRIDS_BY)
    for topic, handlers in by_topic(cases).items():
        # An acknowledgement that is noted a second later is noted all the same.
        pace = 1.0 if topic == DELIVERIES else 0.0
        kit.subscribe(topic, commitments, handlers, pace_seconds=pace)
    kit.subscribe(GRIDS, grids, {GridPublishedV1: OnGrid(seed, book.learn)})
    mark = kit.read_mark()

    may_judge = judged_until(mark, settings.timing.settling)

    def decide(state: Commitments, now: datetime) -> Outcome[Commitments] | None:
        return cases.tick(state, now, mark.until if may_judge(now) else None)

    def boroughs() -> list[str]:
        return [rules.borough for rules in book.latest()]

    async def alarms() -> None:
        watch_horizon(book.latest(), kit.clock(), settings.horizon_alarm_months)
        await watch_waiting(commitments)

    clocked = Turns("next_try_at", commitments, next_try_at, boroughs)
    judged = Turns("judge_at", commitments, judge_at, boroughs, may_judge)
    kit.round("due", commitments, clocked, decide).limit = HERD
    kit.round("misses", commitments, judged, decide).limit = HERD
    spread_of(kit, settings, commitments, book, cases)
    watch = GridWatch(grids, book, kit.clock)
    kit.at_start(watch.refresh)
    kit.loop("grids", settings.grids_every_seconds, watch.refresh)
    kit.loop("alarms", ALARMS_EVERY_SECONDS, alarms)
    list_desk = list_desk_of(kit, settings, book)
    kit.routers.append(http_lists.router(list_desk))
    desk = Desk(
        cases=commitments,
        commands=kit.commands(commitments),
        book=book,
        clock=kit.clock,
        horizon_alarm_months=settings.horizon_alarm_months,
    )
    kit.routers.append(http.router(desk))
    promises = PromiseDesk(desk, ChangePromise(book, settings.timing))
    kit.routers.append(http_promises.router(promises))
    staff_pages = StaffPages(desk, settings.signin_url)
    improvements = improvements_of(kit, settings, book)
    kit.routers.append(figures_router(improvements.figures, staff_pages.names))
    kit.routers.append(improvements_router(improvements))
    board = OwedBoard(MongoOwedReader(commitments), kit.clock)
    kit.routers += pages.routers(staff_pages, promises, improvements, board)
    kit.routers.append(list_pages.router(staff_pages, list_desk))
    kit.routers[:] = fresh(kit.routers, watch.refresh)
    return kit


def spread_of(
    kit: Kit,
    settings: SlaSettings,
    commitments: MongoStore[Commitments],
    book: GridRuleBook,
    cases: FollowCase,
) -> None:
    """A grid that was heard late, carried to the cases that came in before it."""
    marks = kit.store("spread_grids", Spread, lambda _: {"boroughs": []}, speaks=False)
    spreading = Spreading(
        commitments,
        marks,
        book.grids,
        book.latest,
        lambda state, now: cases.again(state, now) is not None,
        wait=timedelta(seconds=2 * settings.grids_every_seconds),
    )
    kit.round("grids", commitments, spreading.find, cases.again)


def list_desk_of(kit: Kit, settings: SlaSettings, book: GridRuleBook) -> ListDesk:
    """The monthly lists: made by time, from cases that were read past that time."""
    every = settings.lists_every_seconds
    cases = kit.project(
        "listed_cases",
        ListedCase,
        lists_index.listed_case_index,
        list_subscribers.OF_CASES,
        indexes=lists_index.CASES_BY,
    )
    proofs = kit.project("list_proofs", Proofs, lists_index.proofs_index, list_subscribers.OF_MAILS)
    lists = kit.store("lists", MonthlyList, lists_index.list_index, indexes=lists_index.LISTS_BY)
    pages_of_lists = kit.store("list_pages", Page, lists_index.page_index)
    schedules = kit.store("list_schedules", Schedule, lists_index.schedule_index)
    mark = ReadMark(
        dict.fromkeys(kit.projections["listed_cases"].topics, group_of("sla", "listed_cases")),
        settings.kafka_bootstrap,
        kit.clock,
        deadline_seconds=settings.write_deadline_seconds,
        is_gauged=False,
    )
    kit.loop("read mark of listed_cases", every, mark.advance)
    shelves = Shelves(lists, pages_of_lists, schedules, cases)
    commands = kit.commands(lists)
    made = ListRound(
        shelves=shelves,
        lists=commands,
        schedules=kit.commands(schedules),
        grids=ListGrids(book),
        clock=kit.clock,
        read_until=lambda: mark.until,
    )
    kit.loop("lists", every, made.run)
    return ListDesk(shelves, proofs, commands, kit.commands(pages_of_lists), kit.clock)


def improvements_of(kit: Kit, settings: SlaSettings, book: GridRuleBook) -> ImprovementsDesk:
    """Figures of the service to citizens, and the register of improvements that rests on them."""

    def boroughs() -> list[str]:
        return [rules.borough for rules in book.latest()]

    figures = kit.project("figures", CaseFigures, figures_index, OF_FIGURES, indexes=FIGURES_BY)
    months = kit.store("month_figures", MonthFigures, months_index, speaks=False)
    every = settings.figures_every_seconds
    worked_in = WorkingDays(book.calendar)
    counter = FiguresCounter(figures, months, boroughs, kit.clock, every, worked_in)
    kit.loop("figures", every, counter.run)
    board = FiguresBoard(months, kit.clock, every)
    improvements = kit.store("improvements", Improvement, improvement_index, indexes=["boroughs"])
    desk = FiguresDesk(board, figures, kit.clock)
    return ImprovementsDesk(improvements, kit.commands(improvements), desk, kit.clock)
