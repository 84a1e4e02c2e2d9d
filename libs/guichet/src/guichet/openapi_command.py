"""`guichet contracts openapi`: the OpenAPI document of each service, from its routes."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from chassis.sealing import new_key
from contracts.published import folder, openapi_name
from contracts.topics import SERVICES
from pydantic import SecretStr

Out = Annotated[Path | None, typer.Option(help="Write one file per service into this folder")]
Publish = Annotated[bool, typer.Option("--publish", help="Write to where they are kept and served")]


def openapi(out: Out = None, publish: Publish = False) -> None:
    """Write the OpenAPI 3.1 document of each of the five services."""
    target = folder() if publish else out
    for service in SERVICES:
        text = openapi_text(service)
        if target is None:
            sys.stdout.write(text)
        else:
            (target / openapi_name(service)).write_text(text, encoding="utf-8")


def openapi_text(service: str) -> str:
    """The document as it is committed and served. Building a service connects to nothing."""
    # Here as below: every other command would pay at its start for what serves five services.
    from chassis.process import Life

    document: dict[str, Any] = Life(_kit(service), "api").app().openapi()
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _kit(service: str) -> Any:
    # Secrets that open nothing: a service refuses to be built without any.
    key = SecretStr(new_key())
    match service:
        case "intake":
            from intake import bootstrap as intake
            from intake.settings import IntakeSettings

            return intake.build(IntakeSettings(storage_key=key, tracking_secret=key))
        case "routing":
            from routing import bootstrap as routing
            from routing.settings import RoutingSettings

            return routing.build(RoutingSettings(storage_key=key))
        case "sla":
            from sla import bootstrap as sla
            from sla.settings import SlaSettings

            return sla.build(SlaSettings(storage_key=key))
        case "complaints":
            from complaints import bootstrap as complaints
            from complaints.settings import ComplaintsSettings

            return complaints.build(ComplaintsSettings(storage_key=key))
        case "notifications":
            from notifications import bootstrap as notifications
            from notifications.settings import NotificationsSettings

            return notifications.build(NotificationsSettings(storage_key=key))
    raise ValueError(f"no service {service!r}")
