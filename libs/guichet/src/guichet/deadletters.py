"""`guichet deadletters`: what an operator does with records that were set aside."""

from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from contracts.topics import SERVICES
from rich.console import Console
from rich.table import Column, Table

app = typer.Typer(no_args_is_help=True, help=__doc__)

Data = Annotated[Path, typer.Option(help="Data directory of the running `guichet up`")]
Url = Annotated[str | None, typer.Option(help="Address of the platform, if not that one")]
Token = Annotated[
    str | None, typer.Option(envvar="GUICHET_TOKEN", help="Operator's token; else the demo's")
]
Service = Annotated[str, typer.Argument(help=f"One of {', '.join(SERVICES)}")]
HERE = Path(".data")


def ask(
    method: str, service: str, path: str, *, data: Path, url: str | None, token: str | None
) -> Any:
    """One call of the operator's API; ends the command on a refusal."""
    if service not in SERVICES:
        raise typer.BadParameter(f"service: one of {', '.join(SERVICES)}")
    kept = data / "url"
    if url is None and not kept.is_file():
        raise typer.BadParameter("nothing runs here: start `guichet up`, or give --url")
    base = url or kept.read_text()
    with httpx.Client(base_url=base, timeout=60.0, trust_env=False) as client:
        if token is None:
            answer = client.post("/demo/token", json={"persona": "demo-operator"})
            token = answer.raise_for_status().json()["access_token"]
        answer = client.request(
            method,
            f"/api/{service}/v1/dead-letters{path}",
            headers={"Authorization": f"Bearer {token}"},
        )
    body = answer.json()
    if answer.is_error:
        Console(stderr=True).print(f"{answer.status_code}: {body['error']['message']}")
        raise typer.Exit(1)
    return body


@app.command("list")
def list_(data: Data = HERE, url: Url = None, token: Token = None) -> None:
    """All records that wait, of all services: coordinates and fault, never content."""
    # Nothing is cut on a narrow terminal; what is typed again, to show or replay one, is not split.
    typed = [Column(name, overflow="fold", no_wrap=True) for name in ("service", "record")]
    table = Table(*typed, Column("since", max_width=10), Column("fault", overflow="fold"))
    for service in SERVICES:
        found = ask("GET", service, "?limit=500", data=data, url=url, token=token)
        for item in found["items"]:
            table.add_row(
                service, item["id"], item["parked_at"][:16].replace("T", " "), item["fault"]
            )
    Console().print(table)


@app.command()
def show(
    service: Service, record: str, data: Data = HERE, url: Url = None, token: Token = None
) -> None:
    """One record's coordinates and fault."""
    Console().print_json(data=ask("GET", service, f"/{record}", data=data, url=url, token=token))


@app.command()
def replay(
    service: Service, record: str, data: Data = HERE, url: Url = None, token: Token = None
) -> None:
    """Handle it again now, and what waits behind it."""
    done = ask("POST", service, f"/{record}/replay", data=data, url=url, token=token)
    Console().print(f"{done['applied']} applied")


@app.command()
def drop(
    service: Service, record: str, data: Data = HERE, url: Url = None, token: Token = None
) -> None:
    """Give it up for good: its bytes are erased."""
    ask("POST", service, f"/{record}/drop", data=data, url=url, token=token)
    Console().print(f"{record} dropped")
