"""What staff send to write, publish, roll back and simulate a grid."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

LONGEST_TEXT = 400_000
MOST_CASES = 2000


class _Form(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True
    )


class DraftForm(_Form):
    """A manifest as it is being written."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT, description="TOML")
    revision: int = Field(0, ge=0, description="of the draft that was read; 0: there was none")


class PublicationForm(_Form):
    """Publish the draft as the next version (PV-12: who and when are recorded)."""

    after: int = Field(ge=1, description="Newest version that the sender knows")
    revision: int = Field(ge=1, description="Revision of the draft that was read")
    effective_on: date = Field(description="First local day on which it decides")
    note: str = Field("", max_length=500, description="Why, for those who read the history")
    reroutes_open: bool = Field(False, description="Decide open cases again once it is in force")


class RollbackForm(_Form):
    """Publish the content of an earlier version anew."""

    version: int = Field(ge=1, description="Whose content")
    after: int = Field(ge=1, description="Newest version that the sender knows")
    note: str = Field("", max_length=500)
    reroutes_open: bool = False


class SimulationForm(_Form):
    """Replay past cases through the draft, or through a version that was published."""

    version: int | None = Field(None, ge=1, description="None: the draft")
    since: date | None = Field(None, description="Cases received from that day on")
    limit: int = Field(MOST_CASES, ge=1, le=MOST_CASES, description="The newest of them")
