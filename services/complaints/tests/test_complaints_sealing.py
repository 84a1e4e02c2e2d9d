"""A document lies sealed under a key of its own, and no copy of it opens once that is destroyed."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from chassis.document import Document, Draft
from chassis.faults import Transient
from chassis.memory import MemoryStore
from chassis.store import Scope
from complaints.adapters import file_index, key_ring, sealed_store
from complaints.adapters.key_ring import KeyRing
from complaints.adapters.sealed_store import Sealed, SealedStore
from complaints.domain.access import destroyed
from complaints.domain.custody import Certificate
from complaints.domain.file import Content, Investigation
from complaints.domain.key_vault import DataKey
from guichet_testing.memory_vault import MemoryVault
from guichet_testing.rig import Clock
from guichet_testing.toy import NOW

CASE, OTHER = "5f0c1e0a-0000-4000-8000-00000000000b", "5f0c1e0a-0000-4000-8000-00000000000c"
WORDS = "M. Untel-Canari a été grossier"


def file_of(case_id: str) -> Investigation:
    content = Content(version=1, received_at=NOW, statement=WORDS)
    return Investigation(
        case_id=case_id, kind="complaint", borough="prevost", received_at=NOW, content=content
    )


class House:
    """The sealed store, and what lies beneath it."""

    def __init__(self, like: "House | None" = None) -> None:
        self.vault: MemoryVault = like.vault if like else MemoryVault()
        self.keys: Any = like.keys if like else MemoryStore(DataKey, key_ring.index)
        self.beneath: Any = like.beneath if like else MemoryStore(Sealed, sealed_store.index)
        self.ring = KeyRing(self.keys, self.vault, Clock())
        self.files: SealedStore[Investigation] = SealedStore(
            self.beneath,
            self.ring,
            Investigation,
            file_index.index,
            lambda state: state.case_id,
            lambda state: state.custody.certificate is not None,
        )

    async def put(self, *states: Investigation) -> set[str]:
        drafts = []
        for state in states:
            draft = Draft.of((await self.files.load([state.case_id]))[state.case_id])
            draft.state, draft.changed = state, True
            drafts.append(draft)
        return await self.files.save(drafts)

    async def get(self, case_id: str) -> Investigation | None:
        return (await self.files.load([case_id]))[case_id].state

    def lying(self) -> str:
        """All that lies in both collections."""
        held = [*self.beneath.documents.values(), *self.keys.documents.values()]
        return "".join(one.state.model_dump_json() for one in held)


@pytest.fixture
async def house() -> House:
    made = House()
    assert await made.put(file_of(CASE), file_of(OTHER)) == set()
    return made


async def test_a_file_is_read_as_it_was_written_and_lies_sealed_pv_45(house: House) -> None:
    assert await house.get(CASE) == file_of(CASE)
    assert "Canari" not in house.lying()
    (found, _) = await house.files.find(Scope(frozenset({"prevost"})), {"complaint": True})
    assert found.state is not None
    assert found.state.content == file_of(CASE).content


async def test_every_file_has_a_key_of_its_own(house: House) -> None:
    keys = await house.ring.opened([CASE, OTHER])
    assert keys[CASE] != keys[OTHER]
    assert set(house.vault.keys) == {CASE, OTHER}


async def test_a_sealed_file_put_in_the_place_of_another_does_not_open(house: House) -> None:
    moved = house.beneath.documents[CASE]
    house.beneath.documents[OTHER] = Document(OTHER, version=1, state=moved.state)
    with pytest.raises(Transient, match="does not open"):
        await house.get(OTHER)


async def test_a_vault_that_lost_its_key_is_a_fault_and_no_empty_file(house: House) -> None:
    house.vault.keys.clear()
    with pytest.raises(Transient, match="key vault"):
        await House(house).get(CASE)


async def test_once_its_key_is_destroyed_not_even_a_copy_of_the_database_opens_pv_44(
    house: House,
) -> None:
    copied = House(house)
    copied.keys, copied.beneath = deepcopy(house.keys), deepcopy(house.beneath)

    await house.ring.destroy(CASE)
    await house.ring.destroy(CASE)  # repeated after a crash

    assert await house.get(CASE) is None
    assert await house.get(OTHER) == file_of(OTHER)
    restored = House(copied)
    with pytest.raises(Transient, match="key vault"):
        await restored.get(CASE)
    assert await restored.get(OTHER) == file_of(OTHER)


async def test_nothing_is_sealed_anew_under_a_destroyed_key(house: House) -> None:
    await house.ring.destroy(CASE)
    await house.put(file_of(CASE))
    assert await house.get(CASE) is None
    assert house.beneath.documents[CASE].state.sealed is None
    assert "Canari" not in house.lying()


async def test_keys_are_rewrapped_without_touching_a_document(house: House) -> None:
    before, wrapped = house.lying(), await stored_keys(house)
    versions = {one.id: one.version for one in house.beneath.documents.values()}

    assert await house.ring.rewrap() == 2

    assert {one.id: one.version for one in house.beneath.documents.values()} == versions
    assert house.lying() != before
    assert not set(wrapped.values()) & set((await stored_keys(house)).values())
    assert {name: list(one) for name, one in house.vault.keys.items()} == {CASE: [2], OTHER: [2]}
    assert await House(house).get(CASE) == file_of(CASE)


async def test_a_rewrapping_that_broke_off_is_begun_again(house: House) -> None:
    stored = (await stored_keys(house))[CASE]
    await house.vault.rewrap(CASE, stored)  # the new version was made, and not stored
    assert await house.ring.rewrap() == 2
    assert await House(house).get(CASE) == file_of(CASE)


async def test_two_processes_that_write_the_first_piece_at_once_agree_on_one_key() -> None:
    one = House()
    other = House(one)
    made = await one.ring.ensured([CASE])
    assert await other.ring.ensured([CASE]) == made

    late = Draft.of(Document[DataKey](CASE))
    late.state = DataKey(name=CASE, wrapped="1:x", made_at=NOW)
    late.changed = True
    assert await one.keys.save([late]) == {CASE}
    assert await other.ring.opened([CASE]) == made


async def test_what_was_stored_before_files_were_sealed_is_read_and_sealed_by_its_next_write() -> (
    None
):
    house = House()
    old = Sealed.model_validate(file_of(CASE).model_dump(mode="json", exclude={"custody"}))
    house.beneath.documents[CASE] = Document(CASE, version=3, borough="prevost", state=old)

    assert await house.get(CASE) == file_of(CASE)
    await house.put(file_of(CASE))

    assert await house.get(CASE) == file_of(CASE)
    assert "Canari" not in house.lying()


async def test_a_certificate_lies_open(house: House) -> None:
    certificate = Certificate(
        case_id=CASE,
        borough="prevost",
        rule="730 days after its end",
        kept_until=NOW,
        destroyed_at=NOW,
        process="x",
        digest="0",
        pieces=0,
    )
    await house.ring.destroy(CASE)
    await house.put(destroyed(certificate))
    kept = await house.get(CASE)
    assert kept is not None
    assert kept.custody.certificate == certificate
    assert kept.kind is None


async def stored_keys(house: House) -> Mapping[str, str]:
    found = house.keys.documents.values()
    return {one.id: one.state.wrapped for one in found}
