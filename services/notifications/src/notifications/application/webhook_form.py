"""What an integrator fills in to register or change a webhook; every fault names its field."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from contracts.registry import event_types
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from notifications.application.fan_out_webhooks import TOPICS_TOLD
from notifications.domain.webhook import takes_any
from notifications.domain.webhook_address import RefusedAddress, Rules, target_of

Name = Annotated[
    str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Url = Annotated[str, StringConstraints(min_length=1, max_length=3000)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Filter = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Boroughs = Annotated[tuple[Slug, ...], Field(min_length=1, max_length=60)]
Filters = Annotated[tuple[Filter, ...], Field(max_length=60)]


class Form(BaseModel):
    """Names as the City writes them (lowerCamelCase), and no others."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, str_strip_whitespace=True
    )


class WebhookForm(Form):
    """A new webhook. `event_types` empty: all; `sla.*`, `sla.commitment-missed[.v1]` else."""

    name: Name
    url: Url
    boroughs: Boroughs
    event_types: Filters = ()


class ChangeForm(Form):
    """What is given replaces what was there; what is left out stays."""

    name: Name | None = None
    url: Url | None = None
    boroughs: Boroughs | None = None
    event_types: Filters | None = None


class ReplayForm(Form):
    """Send again what occurred since then: all, or what was given up only."""

    since: AwareDatetime
    only_failed: bool = True


@dataclass(frozen=True)
class FieldFault:
    """A field as the caller wrote it, and why it is refused; never its value."""

    field: str
    french: str
    english: str


def told_types() -> frozenset[str]:
    """Every event type that a webhook can be told of."""
    return frozenset(name for name, one in event_types().items() if one.topic in TOPICS_TOLD)


def faults_of(
    form: WebhookForm | ChangeForm, allowed: Collection[str], rules: Rules
) -> list[FieldFault]:
    """What is wrong; `allowed` are the caller's boroughs. Whether the host exists is not asked."""
    return [
        *_url_faults(form.url, rules),
        *_borough_faults(form.boroughs or (), allowed),
        *_type_faults(form.event_types or ()),
    ]


def _url_faults(url: str | None, rules: Rules) -> list[FieldFault]:
    if url is None:
        return []
    try:
        target_of(url, rules)
    except RefusedAddress as refused:
        return [FieldFault("url", *refused.words)]
    return []


def _borough_faults(boroughs: Sequence[str], allowed: Collection[str]) -> list[FieldFault]:
    # Unknown or another's: the caller may not know which.
    words = ("arrondissement inconnu ou hors de vos droits", "a borough unknown or not yours")
    return [
        FieldFault(f"boroughs.{place}", *words)
        for place, one in enumerate(boroughs)
        if one not in allowed
    ]


def _type_faults(filters: Sequence[str]) -> list[FieldFault]:
    known = told_types()
    words = ("aucun événement ouvert de ce nom", "no open event of that name")
    return [
        FieldFault(f"eventTypes.{place}", *words)
        for place, one in enumerate(filters)
        if not takes_any(one, known)
    ]
