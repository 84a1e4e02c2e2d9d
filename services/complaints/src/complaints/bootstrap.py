"""The composition of complaints: the only module that builds concrete objects."""

from chassis.kit import Kit
from chassis.overflow import Overflow
from contracts.events.routing import GRIDS

from complaints.adapters import file_index, rule_book
from complaints.application.follow_intake import FollowIntake
from complaints.application.mend_file import MendFile
from complaints.application.read_file import Files
from complaints.domain.file import Investigation
from complaints.domain.rules import DatedRules
from complaints.entrypoints import http
from complaints.entrypoints.subscribers import OF_GRIDS, by_topic
from complaints.settings import ComplaintsSettings


def build(settings: ComplaintsSettings) -> Kit:
    """Complaints, wired; connects to nothing."""
    kit = Kit("complaints", settings)
    files = kit.store(
        "investigations",
        Investigation,
        file_index.index,
        indexes=file_index.INDEXES,
        overflow=[Overflow("readings", keep=settings.readings_kept)],
    )
    rules = kit.store("rules", DatedRules, rule_book.index)
    book = rule_book.StoredRules(rules, every_seconds=settings.rules_every_seconds)
    for topic, handlers in by_topic(FollowIntake(book)).items():
        kit.subscribe(topic, files, handlers)
    kit.subscribe(GRIDS, rules, OF_GRIDS, on_handled=book.ring)
    kit.loop("rules", 0.0, book.run)
    kit.round("invitations", files, "next_try_at", MendFile(book))
    kit.routers.append(http.router(Files(files, kit.clock)))
    return kit
