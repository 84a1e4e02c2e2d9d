"""The composition of intake: the only module that builds concrete objects."""

from uuid import uuid4

from chassis.kit import Kit
from chassis.overflow import Overflow
from contracts.events.complaints import SAFETY
from contracts.events.pilot import REQUESTS
from contracts.events.routing import ASSIGNMENTS, GRIDS

from intake.adapters import (
    gazetteer_rows,
    notice_index,
    policy_index,
    service_attributes_toml,
    stored_vocabulary,
    territories_shapely,
    timeline_index,
)
from intake.adapters.case_index import INDEXES, searched_by
from intake.adapters.files_in_s3 import FilesInS3
from intake.adapters.files_on_disk import FilesOnDisk
from intake.adapters.public_index import MongoPublicIndex
from intake.adapters.sealed_files import SealedFiles
from intake.application.hand_over_files import HandOverFiles
from intake.application.open_safety_request import SafetyRequests
from intake.application.sweep_files import SweepFiles
from intake.domain.activities import GridWords
from intake.domain.api_keys import Keys
from intake.domain.attachment_store import AttachmentStore
from intake.domain.case import Case
from intake.domain.derived_keys import derived_key
from intake.domain.notice import Notice
from intake.domain.policy_reading import PolicyReading
from intake.domain.search_terms import SearchTerms
from intake.domain.timeline import SOURCES, Timeline
from intake.domain.tracking import TrackingCodes
from intake.entrypoints import documentation, http, pages
from intake.entrypoints.case_finder import CaseFinder
from intake.entrypoints.case_queries import CaseQueries
from intake.entrypoints.channel_watch import ChannelWatch
from intake.entrypoints.desk import Desk
from intake.entrypoints.join_tokens import JoinTokens
from intake.entrypoints.limits import Limits
from intake.entrypoints.notices.board import NoticeBoard
from intake.entrypoints.open311 import router as open311
from intake.entrypoints.open311.endpoint import Endpoint
from intake.entrypoints.pilot_reader import pilot_reader
from intake.entrypoints.policy.readings import PolicyReadings
from intake.entrypoints.public.public_requests import PublicRequests
from intake.entrypoints.safety_reader import safety_reader
from intake.entrypoints.subscribers import OF_GRIDS, Subscribers, case_id_of_pilot, of_safety
from intake.entrypoints.timeline_handlers import OF_TIMELINE
from intake.settings import IntakeSettings


def build(settings: IntakeSettings) -> Kit:
    """Intake, wired; connects to nothing."""
    kit = Kit("intake", settings)
    secret = settings.tracking_secret.get_secret_value()
    terms = SearchTerms(derived_key(secret, "search"))
    store = kit.store(
        "cases",
        Case,
        searched_by(terms, kit.clock),
        indexes=INDEXES,
        overflow=[Overflow("journal")],
    )
    timelines = kit.project(
        "timeline",
        Timeline,
        timeline_index.index,
        OF_TIMELINE,
        overflow=[Overflow(source) for source in SOURCES],
    )
    codes = TrackingCodes(secret)
    grids = kit.store("grids", GridWords, stored_vocabulary.index)
    vocabulary = stored_vocabulary.StoredVocabulary(grids, clock=kit.clock)
    gazetteer = gazetteer_rows.load(settings.gazetteers, settings.boroughs)
    notices = kit.store("notices", Notice, notice_index.index, indexes=notice_index.INDEXES)
    readings = kit.store(
        "policy_readings", PolicyReading, policy_index.index, indexes=policy_index.INDEXES
    )
    desk = Desk(
        commands=kit.commands(store),
        cases=CaseQueries(store, timelines, store.chunks, timelines.chunks),
        codes=codes,
        clock=kit.clock,
        boroughs=settings.boroughs,
        vocabulary=vocabulary.current,
        finder=CaseFinder(store, terms),
        join_tokens=JoinTokens(derived_key(secret, "join")),
        notices=NoticeBoard(
            notices, kit.commands(notices), kit.clock, vocabulary.current, gazetteer
        ),
        policy=PolicyReadings(readings, kit.commands(readings), kit.clock, settings.boroughs),
        gazetteer=gazetteer,
        territories=territories_shapely.island_of_montreal(),
        limits=Limits(
            writes=settings.limit_writes,
            lookups=settings.limit_lookups,
            tracking=settings.limit_tracking,
            wrong_codes=settings.limit_wrong_codes,
            api_keys=settings.limit_api_keys,
            lost_codes=settings.limit_lost_codes,
        ),
        public=PublicRequests.over(
            MongoPublicIndex(store, timelines), vocabulary.current, gazetteer, kit.clock
        ),
        files=files_of(settings),
        files_max_bytes=settings.files_max_bytes,
    )
    kit.routers += [http.router(desk), *pages.routers(desk, settings.signin_url)]
    asked = service_attributes_toml.load(settings.open311_attributes, settings.boroughs)
    kit.routers += open311.routers(
        Endpoint(desk, Keys(settings.open311_keys), asked, settings.open311_contact)
    )
    kit.routers.append(documentation.router())
    subscribers = Subscribers(
        frozenset(settings.boroughs), codes, vocabulary.knows, vocabulary.rules_of, gazetteer
    )
    for topic, handlers in subscribers.by_topic().items():
        # Assignments move the case; where a complaint stands may be two seconds behind.
        pace = 0.0 if topic == ASSIGNMENTS else 2.0
        kit.subscribe(topic, store, handlers, pace_seconds=pace)
    reader = pilot_reader(kit.clock, settings.boroughs)
    kit.subscribe(REQUESTS, store, subscribers.of_pilot(), case_id_of_pilot, reader=reader)
    safety = SafetyRequests(codes, vocabulary.knows)
    unlinked = safety_reader(safety.case_id_of)
    kit.subscribe(SAFETY, store, of_safety(safety), safety.case_id_of, reader=unlinked)
    if desk.files is not None:
        handing = HandOverFiles(store, desk.files, codes)
        kit.round("files of complaints", store, handing.find, handing.decide)
        # Under the minute after which a loop without a sign of life counts as dead.
        sweep = SweepFiles(store, desk.files, kit.clock, after=str(uuid4()))
        kit.loop("sweep files", 45.0, sweep.look)
    kit.subscribe(GRIDS, grids, OF_GRIDS, on_handled=vocabulary.ring)
    kit.at_start(vocabulary.refresh)
    kit.loop("grids", 0.0, vocabulary.run)
    # Under the minute after which a loop without a sign of life counts as dead.
    kit.loop("channels", 300.0, ChannelWatch(desk).look)
    return kit


def files_of(settings: IntakeSettings) -> AttachmentStore | None:
    """Where photos and documents lie, sealed whichever place it is; None where none is given."""
    inner: AttachmentStore
    if settings.files_s3_url:
        inner = FilesInS3(
            settings.files_s3_url,
            settings.files_s3_bucket,
            settings.files_s3_key,
            settings.files_s3_secret.get_secret_value(),
            region=settings.files_s3_region,
            seconds=settings.write_deadline_seconds,
        )
    elif settings.files_directory is not None:
        inner = FilesOnDisk(settings.files_directory)
    else:
        return None
    return SealedFiles(inner, settings.storage_key.get_secret_value())
