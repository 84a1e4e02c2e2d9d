"""Files of a case that became a complaint: handed over in pieces, dropped once acknowledged."""

import hashlib
from base64 import b64decode
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.document import Document, Draft, Entry
from chassis.memory import MemoryStore
from chassis.outbox import Publisher
from chassis.outcome import Outcome
from chassis.rounds import Round
from chassis.scribe import Cause, Scribe
from contracts import Envelope, Received
from contracts.events.complaints import FileReceivedV1
from contracts.events.intake import (
    PIECE_BYTES,
    ComplaintHandedOverV1,
    FilePieceHandedOverV1,
)
from contracts.topics import TOPICS
from contracts.words import Channel, Kind
from guichet_testing.memory_files import MemoryFiles
from guichet_testing.toy import envelope_of
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.adapters.case_index import index
from intake.application.change_case import ReclassifyForm, reclassify_case
from intake.application.follow_complaints import record_file_received
from intake.application.hand_over_files import UNSAID_AT_MOST, HandOverFiles
from intake.domain.activities import Vocabulary
from intake.domain.attaching import attach
from intake.domain.attachment import Attachment, AttachmentKind
from intake.domain.case import Case
from intake.domain.dossier import Brought, Contact, Origin
from intake.domain.leaving import AGAIN
from intake.domain.tracking import TrackingCodes

from services.intake.tests.conftest import NOW, SEALS, opened, the

CASE = str(UUID(int=7))
CODES = TrackingCodes("secret" * 8)


def attachment(number: int, content: bytes) -> Attachment:
    return Attachment(
        attachment_id=str(UUID(int=number)),
        kind=AttachmentKind.DOCUMENT,
        media_type="application/pdf",
        size_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        name="facture.pdf",
        added_at=NOW,
        by="tech-pr",
    )


class House:
    """A case with files, its broker and its clock."""

    def __init__(self, *contents: bytes) -> None:
        self.now = NOW
        self.store: MemoryStore[Case] = MemoryStore(Case, index)
        self.files = MemoryFiles(lambda: self.now)
        self.entries: list[Entry] = []
        self.is_down = False
        self.scribe = Scribe("intake", SEALS, lambda: self.now)
        self.contents = {str(UUID(int=n)): one for n, one in enumerate(contents, 1)}
        store: Any = self.store
        self.handing = HandOverFiles(store, self.files, CODES)
        self.publisher = Publisher(store, self)
        self.round = Round(
            "files",
            store=store,
            find=self.handing.find,
            decide=self.handing.decide,
            scribe=self.scribe,
            publisher=self.publisher,
        )

    async def send(self, entries: Sequence[Entry]) -> list[bool]:
        """See `chassis.outbox.Sender`."""
        if not self.is_down:
            self.entries += entries
        return [not self.is_down] * len(entries)

    async def begin(self) -> None:
        """The case is registered, takes its files, and turns out to be a complaint."""
        brought = Brought(
            borough="pierrefonds-roxboro", kind=Kind.REQUEST, activity="Nid-de-poule",
            channel=Channel.PHONE, origin=Origin.CITIZEN, received_at=NOW, description="Un trou.",
            contact=Contact(name="Alix"),
        )  # fmt: skip
        case, _ = Case(case_id=CASE, borough=brought.borough).register(brought, "hash")
        for number, (key, content) in enumerate(self.contents.items(), 1):
            await self.files.put(key, content)
            case, _ = attach(case, attachment(number, content))
        await self.save(
            reclassify_case(
                case, ReclassifyForm(kind="complaint"), "tech-pr", NOW, CODES, Vocabulary()
            )
        )

    async def save(self, outcome: Outcome[Case]) -> None:
        """Store a decision, as a handler or a command would."""
        draft = Draft.of((await self.store.load([CASE]))[CASE])
        self.scribe.apply(draft, outcome, Cause("c", borough="pierrefonds-roxboro"))
        assert not await self.store.save([draft])

    async def run(self) -> None:
        """One pass of the round, and of the sweeper."""
        await self.round.run(self.now)
        await self.publisher.publish({CASE: list(self.document.pending)})

    @property
    def document(self) -> Document[Case]:
        return self.store.documents[CASE]

    @property
    def case(self) -> Case:
        state = self.document.state
        assert state is not None
        return state

    def pieces(self) -> dict[str, dict[int, bytes]]:
        """What complaints can put together of what was said so far."""
        found: dict[str, dict[int, bytes]] = {}
        for entry in self.entries:
            if entry.topic == FilePieceHandedOverV1.topic:
                data: Any = opened(entry)
                found.setdefault(data.file_id, {})[data.number] = b64decode(data.content)
        return found

    def whole(self) -> dict[str, bytes]:
        return {
            key: b"".join(parts[number] for number in sorted(parts))
            for key, parts in self.pieces().items()
        }

    async def acknowledge(self, file_id: str) -> None:
        """Complaints says that it has the file."""
        said = FileReceivedV1(case_id=CASE, file_id=file_id, received_at=self.now)
        envelope: Envelope = envelope_of(said, CASE, 1)
        await self.save(record_file_received(self.case, Received(envelope, said), self.now))


async def test_the_hand_over_names_the_files_and_the_case_keeps_none_pv_45() -> None:
    house = House(b"un", b"deux")
    await house.begin()

    handed = the(ComplaintHandedOverV1, [opened(one) for one in house.document.pending])
    assert [one.file_id for one in handed.files] == list(house.contents)
    assert [one.pieces for one in handed.files] == [1, 1]
    assert house.case.attachments == ()


async def test_a_large_file_leaves_whole_in_pieces_that_the_topic_bears() -> None:
    content = bytes(range(256)) * (PIECE_BYTES * 9 // 4 // 256)
    house = House(content)
    await house.begin()
    for _ in range(4):
        await house.run()

    assert house.whole() == {str(UUID(int=1)): content}
    assert sorted(house.pieces()[str(UUID(int=1))]) == [0, 1, 2]
    largest = TOPICS[FilePieceHandedOverV1.topic].max_value_bytes
    assert max(len(one.value) for one in house.entries) < largest


async def test_bytes_stay_until_complaints_has_them_and_a_line_stays_for_ever() -> None:
    house = House(b"un")
    await house.begin()
    await house.run()
    assert list(house.files.held) == list(house.contents), "said is not received"

    await house.acknowledge(str(UUID(int=1)))
    await house.run()

    assert house.files.held == {}
    assert house.case.leaving == ()
    assert house.case.journal[-1].what == "file-handed-over"


async def test_what_is_not_acknowledged_within_a_day_is_said_again() -> None:
    house = House(b"un")
    await house.begin()
    await house.run()
    house.now += AGAIN - timedelta(minutes=1)
    await house.run()
    assert len(house.entries) == 3, "registration apart: the hand-over, the case, one piece"

    house.now += timedelta(minutes=1)
    await house.run()

    assert [opened(one) for one in house.entries][-1] == opened(house.entries[-2])


async def test_while_the_broker_is_away_no_more_than_a_few_pieces_wait() -> None:
    house = House(bytes(PIECE_BYTES * 12))
    house.is_down = True
    await house.begin()
    for _ in range(6):
        await house.run()
    assert len(house.document.pending) <= UNSAID_AT_MOST

    house.is_down = False
    for _ in range(6):
        await house.run()
    assert house.whole() == house.contents


async def test_a_file_that_cannot_be_read_holds_up_no_other(caplog: Any) -> None:
    house = House(b"un", b"deux")
    await house.begin()
    await house.files.delete(str(UUID(int=1)))
    for _ in range(3):
        await house.run()

    assert house.whole() == {str(UUID(int=2)): b"deux"}
    assert "cannot be read" in caplog.text
    await house.files.put(str(UUID(int=1)), b"un")  # found in a backup
    house.now += AGAIN
    await house.run()
    assert house.whole() == house.contents


async def test_an_acknowledgement_of_an_unknown_file_changes_nothing() -> None:
    house = House(b"un")
    await house.begin()
    before = house.case
    await house.acknowledge(str(UUID(int=9)))
    assert house.case == before


async def test_a_complaint_that_is_a_request_after_all_gets_no_file_back_pv_44() -> None:
    house = House(b"un")
    await house.begin()
    words = ReclassifyForm(kind="information", activity="Collecte", description="Une question.")
    await house.save(reclassify_case(house.case, words, "tech-pr", house.now, CODES, Vocabulary()))
    for _ in range(2):
        await house.run()

    assert house.case.attachments == ()
    assert house.whole() == house.contents


STEPS = ["run", "crash", "down", "up", "acknowledge", "a day"]


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=14))
async def test_whatever_stops_between_two_steps_no_byte_is_lost(steps: list[str]) -> None:
    """A crash between the bytes and the document, a broker that is away, a late acknowledgement."""
    house = House(bytes(range(256)) * 4096, b"court")
    await house.begin()
    acknowledged: set[str] = set()
    for step in [*steps, "up", *["run"] * 8]:
        match step:
            case "run":
                await house.run()
            case "crash":  # bytes were read or deleted, and the write never came
                await house.handing.find(house.now, 200)
            case "down" | "up":
                house.is_down = step == "down"
            case "a day":
                house.now += AGAIN
            case "acknowledge":
                for key, content in house.whole().items():
                    if content == house.contents[key]:
                        acknowledged.add(key)
                        await house.acknowledge(key)
        assert set(house.contents) - set(house.files.held) <= acknowledged

    assert house.whole() == house.contents
    assert set(house.files.held) == set(house.contents) - acknowledged
    left = {one.attachment.attachment_id for one in house.case.leaving}
    assert left == set(house.contents) - acknowledged
