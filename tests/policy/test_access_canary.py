"""Marked words of an access request, from the counter to the answer: read by the offices alone."""

from uuid import uuid4

from guichet_testing.access_asked import AccessDays, Marks
from guichet_testing.leak_scan import leaks
from guichet_testing.memory_house import MemoryHouse
from intake.settings import COUNTERS

# What a citizen says is at the counter that took it in, and with who has the case (DESIGN §4).
KEEPERS_OF_WORDS = ("store intake.", "store routing.")


async def test_what_an_access_request_says_is_read_in_no_store_topic_or_metric_pv_46() -> None:
    house = MemoryHouse(COUNTERS)
    await house.start()
    marks = Marks(*(f"{what} canari{uuid4().hex[:10]}" for what in Marks.__annotations__))
    days = AccessDays(house)
    case_id = await days.asked(marks.asked)
    await days.refused(case_id, marks)
    written = (marks.title, marks.name, marks.address, marks.observations, marks.reasons)
    assert leaks(house, [one.split()[1] for one in written]) == []
    heard = leaks(house, [marks.asked.split()[1]])
    assert [one for one in heard if not one.startswith(KEEPERS_OF_WORDS)] == []
    with house.everybody.being("acces", "access-officer"):
        seen = f"{await days.seen(case_id)}"
    assert [one for one in (*written, marks.asked) if one not in seen] == []
    assert house.parked() == []
