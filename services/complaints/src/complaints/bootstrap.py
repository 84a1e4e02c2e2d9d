"""The composition of complaints: the only module that builds concrete objects."""

from chassis.kit import Kit
from contracts.events.intake import FILES
from contracts.events.routing import GRIDS, PEOPLE

from complaints.adapters import (
    access_index,
    claim_index,
    employee_index,
    file_index,
    piece_safe,
    rule_book,
)
from complaints.adapters.key_ring import KeyRing
from complaints.adapters.keys_file import FileVault
from complaints.adapters.keys_vault import TransitVault
from complaints.adapters.sealing import ring_of, sealed
from complaints.application import audit, read_employee
from complaints.application.access_requests.desk import AccessDesk
from complaints.application.access_requests.follow import FollowAccess
from complaints.application.audit import StoredAudit
from complaints.application.claims.desk import ClaimDesk
from complaints.application.claims.follow import FollowClaims
from complaints.application.command_desk import CommandDesk
from complaints.application.destroy_files import DestroyFiles, KeepUntil, index_of_row
from complaints.application.file_employees import FileEmployees
from complaints.application.follow_intake import FollowIntake, complaint_of
from complaints.application.keep_access import Caretaker
from complaints.application.mend_file import MendFile
from complaints.application.read_employee import EmployeeFiles
from complaints.application.read_file import Files
from complaints.application.surroundings import Neighbourhoods
from complaints.application.take_in_files import PieceShelf, TakeInFiles, id_of_piece
from complaints.domain.access_requests.request import AccessRequest
from complaints.domain.claims.claim import Claim
from complaints.domain.complaint_clocks import ComplaintClocks
from complaints.domain.directory import Directory
from complaints.domain.employee_file import EmployeeFile, file_id
from complaints.domain.employee_trace import EmployeeTrace
from complaints.domain.file import Investigation
from complaints.domain.key_vault import KeyVault
from complaints.domain.legal_letters import LawBook
from complaints.domain.piece import Piece
from complaints.domain.rules import DatedRules
from complaints.domain.statistic import Row
from complaints.domain.trace import Trace
from complaints.entrypoints import commands_http, custody_http, employees_http, http
from complaints.entrypoints.access_requests import http as access_http
from complaints.entrypoints.claims import http as claims_http
from complaints.entrypoints.claims import pages as claim_pages
from complaints.entrypoints.pages import access_list, access_pages, overseeing
from complaints.entrypoints.pages import routers as pages
from complaints.entrypoints.pages.borough_names import KnownNames
from complaints.entrypoints.pages.complaint_lists import Caseload
from complaints.entrypoints.pages.file_actions import FileDesk
from complaints.entrypoints.pages.staff_pages import StaffPages
from complaints.entrypoints.subscribers import (
    OF_FILES,
    OF_GRIDS,
    OF_PEOPLE,
    OF_PROMISES,
    by_topic,
)
from complaints.law import load
from complaints.settings import ComplaintsSettings


def build(settings: ComplaintsSettings) -> Kit:
    """Complaints, wired; connects to nothing."""
    kit = Kit("complaints", settings)
    ring = ring_of(kit, vault_of(settings))
    files = sealed(
        kit,
        ring,
        "investigations",
        Investigation,
        file_index.index,
        lambda state: state.case_id,
        indexes=file_index.INDEXES,
        lies_open=lambda state: state.custody.certificate is not None,
    )
    safe = piece_safe.PieceSafe(settings.storage_key.get_secret_value())
    pieces = sealed(
        kit,
        ring,
        "pieces",
        Piece,
        piece_safe.index,
        lambda piece: piece.case_id,
        indexes=piece_safe.INDEXES,
    )
    shelf = PieceShelf(pieces, safe)
    rules = kit.store("rules", DatedRules, rule_book.index)
    people = kit.store("people", Directory, rule_book.index_of_people)
    book = rule_book.StoredRules(rules, every_seconds=settings.rules_every_seconds)
    for topic, handlers in by_topic(FollowIntake(book)).items():
        kit.subscribe(topic, files, handlers, complaint_of)
    kit.subscribe(FILES, pieces, OF_FILES, id_of_piece)
    kit.subscribe(GRIDS, rules, OF_GRIDS, on_handled=book.ring)
    kit.subscribe(PEOPLE, people, OF_PEOPLE)
    kit.loop("rules", 0.0, book.run)
    kit.round("invitations", files, "next_try_at", MendFile(book))
    taking = TakeInFiles(files, shelf)
    kit.round("files", files, taking.find, taking.decide)
    neighbourhoods = Neighbourhoods(rules, people)
    traces = sealed(
        kit,
        ring,
        "readings",
        Trace,
        audit.index,
        lambda trace: trace.case_id,
        indexes=audit.INDEXES,
        speaks=False,
    )
    reading = Files(files, shelf, StoredAudit(traces), neighbourhoods, kit.clock)
    kit.routers.append(http.router(reading))
    destroying = DestroyFiles(
        files,
        ring,
        pieces,
        traces,
        kit.store("statistics", Row, index_of_row, speaks=False),
        neighbourhoods,
        kit.clock,
    )
    kit.round("retention", files, "judge_at", KeepUntil(book))
    kit.loop("destruction", settings.destroy_every_seconds, destroying.run)
    caretaker = Caretaker(kit.commands(files), reading, kit.clock)
    kit.routers.append(custody_http.router(caretaker, destroying))
    employees = sealed(
        kit,
        ring,
        "employee_files",
        EmployeeFile,
        employee_index.index,
        lambda held: file_id(held.borough, held.person_id),
    )
    commands = kit.commands(files)
    filing = FileEmployees(files, commands, kit.commands(employees), kit.clock)
    kit.loop("employee files", settings.employees_every_seconds, filing.run)
    desk = CommandDesk(commands, reading, employees, book, kit.clock)
    kit.routers.append(commands_http.router(desk))
    employee_traces = sealed(
        kit,
        ring,
        "employee_readings",
        EmployeeTrace,
        read_employee.index,
        read_employee.key_of,
        indexes=read_employee.INDEXES,
        speaks=False,
    )
    employee_files = EmployeeFiles(employees, employee_traces, neighbourhoods, kit.clock)
    kit.routers.append(employees_http.router(employee_files))
    law = load()
    access = access_of(kit, ring, neighbourhoods, law)
    kit.routers.append(access_http.router(access))
    claims = claims_of(kit, ring, book, neighbourhoods, law)
    kit.routers.append(claims_http.router(claims))
    staff_pages = StaffPages(KnownNames(rules), kit.clock, settings.signin_url)
    clocks = kit.project(
        "complaint_clocks", ComplaintClocks, file_index.index_of_clocks, OF_PROMISES
    )
    caseload = Caseload(reading, clocks, kit.clock)
    file_desk = FileDesk(commands_http.Doing(desk), caretaker)
    kit.routers += overseeing.routers(staff_pages, caseload, destroying, employee_files)
    kit.routers += pages.routers(staff_pages, caseload, file_desk)
    kit.routers.append(access_list.router(staff_pages, access))
    kit.routers.append(access_pages.router(staff_pages, access))
    kit.routers.append(claim_pages.router(staff_pages, claims))
    return kit


def access_of(kit: Kit, ring: KeyRing, neighbourhoods: Neighbourhoods, law: LawBook) -> AccessDesk:
    """The access officer's requests, their readings, and what fills them."""
    requests = sealed(
        kit,
        ring,
        "access_requests",
        AccessRequest,
        access_index.index,
        access_index.key_of,
        indexes=access_index.INDEXES,
    )
    kit.follow("access_requests", requests, FollowAccess(law).handlers())
    traces = sealed(
        kit,
        ring,
        "access_readings",
        Trace,
        audit.index,
        access_index.key_of,
        indexes=audit.INDEXES,
        speaks=False,
    )
    made = StoredAudit(traces)
    return AccessDesk(requests, kit.commands(requests), made, neighbourhoods, law, kit.clock)


def claims_of(
    kit: Kit,
    ring: KeyRing,
    book: rule_book.StoredRules,
    neighbourhoods: Neighbourhoods,
    law: LawBook,
) -> ClaimDesk:
    """The clerk's claims, their readings, and what fills them."""
    claims = sealed(
        kit,
        ring,
        "claims",
        Claim,
        claim_index.index,
        claim_index.key_of,
        indexes=claim_index.INDEXES,
    )
    following = FollowClaims(law, book)
    kit.follow("claims", claims, following.handlers())
    kit.round("claim receipts", claims, "receipt_at", following.send_receipt)
    traces = sealed(
        kit,
        ring,
        "claim_readings",
        Trace,
        audit.index,
        claim_index.key_of_reading,
        indexes=audit.INDEXES,
        speaks=False,
    )
    made = StoredAudit(traces)
    return ClaimDesk(claims, kit.commands(claims), made, neighbourhoods, law, kit.clock)


def vault_of(settings: ComplaintsSettings) -> KeyVault:
    """The vault; nothing is asked of it yet."""
    if not settings.vault_address:
        return FileVault(settings.keys_dir)

    def token() -> str:
        path = settings.vault_token_file
        return settings.vault_token.get_secret_value() if path is None else path.read_text().strip()

    return TransitVault(
        settings.vault_address,
        token,
        mount=settings.vault_mount,
        timeout_seconds=settings.write_deadline_seconds,
    )
