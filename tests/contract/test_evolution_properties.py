"""The check against the readers themselves: whatever is written, it says what they would say."""

from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, MaxLen
from contracts.evolution import Direction, breaks
from contracts.registry import OpenEnum
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError, create_model


class Weather(OpenEnum):
    """Open: readers take what they do not know for OTHER."""

    SNOW = "snow"
    OTHER = "other"


Drawn = dict[str, tuple[Any, bool]]
TYPES: list[Any] = [
    str,
    int,
    float,
    bool,
    str | None,
    Weather,
    Literal["a", "b"],
    Literal["a", "b", "c"],
    list[int],
    Annotated[str, MaxLen(3)],
    Annotated[str, MaxLen(5)],
    Annotated[int, Ge(0)],
    Annotated[int, Ge(0), Le(9)],
    dict[str, int],
    dict[str, str],
]
FIELDS = st.dictionaries(
    st.sampled_from("abc"), st.tuples(st.sampled_from(TYPES), st.booleans()), min_size=1
)


def of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type; JSON has no word for what is not a number."""
    if kind is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    return st.from_type(kind)


def model_of(fields: Drawn) -> type[BaseModel]:
    """A class with these fields; the flag says that one may be left out."""
    given: dict[str, Any] = {
        name: (kind | None, None) if optional else (kind, ...)
        for name, (kind, optional) in fields.items()
    }
    return create_model("Drawn", **given)


def read_by_both(before: Drawn, after: Drawn, data: st.DataObject) -> None:
    old, new = model_of(before), model_of(after)
    for writer, reader, fields in ((old, new, before), (new, old, after)):
        values = {name: data.draw(of(kind)) for name, (kind, _) in fields.items()}
        reader.model_validate_json(writer(**values).model_dump_json())


@settings(max_examples=100, deadline=None)
@given(before=FIELDS, more=FIELDS, data=st.data())
def test_optional_additions_pass_and_are_borne_by_both_sides(
    before: Drawn, more: Drawn, data: st.DataObject
) -> None:
    after = {name: (kind, True) for name, (kind, _) in more.items()} | before
    old, new = model_of(before), model_of(after)
    assert breaks(old.model_json_schema(), new.model_json_schema()) == []
    read_by_both(before, after, data)


@settings(max_examples=100, deadline=None)
@given(before=FIELDS, after=FIELDS, data=st.data())
def test_what_passes_is_read_by_both_sides_whatever_is_written(
    before: Drawn, after: Drawn, data: st.DataObject
) -> None:
    old, new = model_of(before), model_of(after)
    if not breaks(old.model_json_schema(), new.model_json_schema()):
        read_by_both(before, after, data)


@settings(max_examples=100, deadline=None)
@given(before=FIELDS, after=FIELDS, data=st.data())
def test_what_one_side_refuses_is_always_caught(
    before: Drawn, after: Drawn, data: st.DataObject
) -> None:
    old, new = model_of(before), model_of(after)
    values = {name: data.draw(of(kind)) for name, (kind, _) in before.items()}
    try:
        new.model_validate_json(old(**values).model_dump_json())
    except ValidationError:
        found = breaks(old.model_json_schema(), new.model_json_schema())
        assert Direction.REPLAY in {one.direction for one in found}
