"""The composition of complaints: the only module that builds concrete objects."""

from chassis.kit import Kit
from chassis.overflow import Overflow
from contracts.events.intake import FILES
from contracts.events.routing import GRIDS

from complaints.adapters import file_index, piece_safe, rule_book
from complaints.application.follow_intake import FollowIntake
from complaints.application.mend_file import MendFile
from complaints.application.read_file import Files
from complaints.application.take_in_files import PieceShelf, TakeInFiles, id_of_piece
from complaints.domain.file import Investigation
from complaints.domain.piece import Piece
from complaints.domain.rules import DatedRules
from complaints.entrypoints import http
from complaints.entrypoints.subscribers import OF_GRIDS, by_topic, of_files
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
    safe = piece_safe.PieceSafe(settings.storage_key.get_secret_value())
    pieces = kit.store("pieces", Piece, piece_safe.index, indexes=piece_safe.INDEXES)
    shelf = PieceShelf(pieces, safe)
    rules = kit.store("rules", DatedRules, rule_book.index)
    book = rule_book.StoredRules(rules, every_seconds=settings.rules_every_seconds)
    for topic, handlers in by_topic(FollowIntake(book)).items():
        kit.subscribe(topic, files, handlers)
    kit.subscribe(FILES, pieces, of_files(safe), id_of_piece)
    kit.subscribe(GRIDS, rules, OF_GRIDS, on_handled=book.ring)
    kit.loop("rules", 0.0, book.run)
    kit.round("invitations", files, "next_try_at", MendFile(book))
    taking = TakeInFiles(files, shelf)
    kit.round("files", files, taking.find, taking.decide)
    kit.routers.append(http.router(Files(files, shelf, kit.clock)))
    return kit
