"""Whatever JSON object the pilot sends: a case, or an answer that names fields it knows."""

import json
from typing import Any

from guichet_testing.bad_input import PILOT, record_of, sealed_anew
from guichet_testing.intake_inbox import Desk
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text(st.characters(exclude_categories=()), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "request_id",
    "borough",
    "kind",
    "activity",
    "description",
    "longitude",
    "latitude",
    "address",
    "language",
    "contact",
    "original_on",
    "photo",
)
LIKELY = st.sampled_from(
    ["P-1", "prevost", "request", "complaint", "Graffiti", "en", -74.0, 45.8, "2026-02-30"]
) | st.fixed_dictionaries(
    {}, optional={"name": JSON, "email": JSON, "url": JSON, "size_bytes": JSON, "x": JSON}
)
BODIES = st.dictionaries(st.sampled_from(FIELDS) | TEXTS, LIKELY | JSON, max_size=12)
PARTS = {"contact.name", "contact.email", "contact.phone", "place", "data", "document"}
PARTS |= {f"photo.{name}" for name in ("url", "media_id", "content_type", "size_bytes")}


@given(BODIES)
async def test_any_json_object_is_accepted_or_answered_with_faults_of_known_fields(
    body: dict[str, Any],
) -> None:
    desk = Desk(PILOT)
    raw = json.dumps(body).encode()
    await desk.inbox.handle([sealed_anew(record_of(PILOT, "P-1", 1), raw)])
    assert desk.parked == []
    registered = desk.log.on("intake-cases")
    if registered:
        assert desk.rejections == []
        return
    ((_, said),) = desk.rejections
    assert said.faults
    for fault in said.faults:
        assert fault.field.removeprefix("ce_") in {*FIELDS, *PARTS, "borough"}, fault.field
        assert fault.code
        assert fault.reason_fr
        assert fault.reason_en
