"""The mail sink's HTTP side: a listing and single mails for people and for tests, read-only.

All links are relative, so that the pages also work behind a path of another address.
"""

from html import escape

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from guichet.embedded.mail_faults import FaultSwitch, MailFault
from guichet.embedded.mail_store import MailStore, StoredMail, body_text, parse_mail

_PAGE_SIZE = 100
_LARGEST_PAGE = 10_000
# A mail may bring markup of its own: no scripts, nothing loaded from anywhere.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;"
    "border-bottom:1px solid #ccc;vertical-align:top}pre{white-space:pre-wrap}"
    "iframe{width:100%;height:30rem;border:1px solid #ccc}small{color:#555}"
)


def mail_app(store: MailStore, switch: FaultSwitch) -> Starlette:
    """`/`, `/mails/N`, `/api/mails`, `/api/mails/N`, `/api/mails/N/raw`, and `/api/fault`."""

    def wanted(request: Request) -> StoredMail:
        mail = store.get(request.path_params["number"])
        if mail is None:
            raise HTTPException(404, "Aucun courriel de ce numéro. / No mail of that number.")
        return mail

    async def list_page(request: Request) -> Response:
        mails, total, offset = _selected(store, request)
        return _page("Courriels reçus / Mails received", _listing(mails, total, offset))

    async def mail_page(request: Request) -> Response:
        mail = wanted(request)
        return _page(mail.subject or "(sans objet / no subject)", _one(mail, store.raw(mail)))

    async def list_json(request: Request) -> Response:
        mails, total, _ = _selected(store, request)
        return JSONResponse({"total": total, "mails": [mail.as_json() for mail in mails]})

    async def mail_json(request: Request) -> Response:
        mail = wanted(request)
        message = parse_mail(store.raw(mail))
        return JSONResponse(
            {
                **mail.as_json(),
                "text": body_text(message, "plain"),
                "html": body_text(message, "html"),
            }
            | {"headers": [[name, str(value)] for name, value in message.items()]}
        )

    async def mail_raw(request: Request) -> Response:
        return Response(store.raw(wanted(request)), media_type="text/plain", headers=_HEADERS)

    async def get_fault(_: Request) -> Response:
        return JSONResponse(switch.fault.model_dump(mode="json"))

    async def put_fault(request: Request) -> Response:
        try:
            switch.set(MailFault.model_validate_json(await request.body()))
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=False, include_input=False)
            return JSONResponse({"errors": faults}, status_code=422)
        return await get_fault(request)

    return Starlette(
        routes=[
            Route("/", list_page),
            Route("/mails/{number:int}", mail_page),
            Route("/api/mails", list_json),
            Route("/api/mails/{number:int}", mail_json),
            Route("/api/mails/{number:int}/raw", mail_raw),
            Route("/api/fault", get_fault, methods=["GET"]),
            Route("/api/fault", put_fault, methods=["PUT"]),
        ]
    )


def _selected(store: MailStore, request: Request) -> tuple[list[StoredMail], int, int]:
    """Newest first, by `to` (part of a recipient) and `message_id`, from `offset`, `limit`."""
    try:
        offset = max(0, int(request.query_params.get("offset", "0")))
        limit = min(_LARGEST_PAGE, int(request.query_params.get("limit", str(_PAGE_SIZE))))
    except ValueError:
        raise HTTPException(400, "offset, limit: nombres entiers / whole numbers") from None
    to = request.query_params.get("to", "")
    message_id = request.query_params.get("message_id")
    found = [
        mail
        for mail in reversed(store.mails)
        if any(to in recipient for recipient in mail.recipients)
        and message_id in (None, mail.message_id)
    ]
    return found[offset : offset + max(0, limit)], len(found), offset


def _page(title: str, body: str) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>",
        headers=_HEADERS,
    )


def _listing(mails: list[StoredMail], total: int, offset: int) -> str:
    if not mails:
        return "<p>Aucun courriel. / No mail.</p>"
    rows = "".join(
        f"<tr><td>{mail.received_at:%Y-%m-%d %H:%M:%S} UTC</td>"
        f"<td>{escape(', '.join(mail.recipients))}</td>"
        f'<td><a href="mails/{mail.number}">{escape(mail.subject) or "(sans objet)"}</a></td></tr>'
        for mail in mails
    )
    older = offset + len(mails)
    link = f'<a href="?offset={older}">Plus anciens / Older</a>' if older < total else ""
    return (
        f"<p>{total} courriels retenus, aucun n'a quitté cette machine. "
        f"<small>{total} mails kept, none has left this machine.</small></p>"
        "<table><thead><tr><th>Reçu / Received</th><th>À / To</th><th>Objet / Subject</th></tr>"
        f"</thead><tbody>{rows}</tbody></table><p>{link}</p>"
    )


def _one(mail: StoredMail, raw: bytes) -> str:
    message = parse_mail(raw)
    text, html = body_text(message, "plain"), body_text(message, "html")
    parts = [
        '<p><a href="..">Tous les courriels / All mails</a></p>'
        f"<p>De / From: {escape(mail.sender)}<br>À / To: {escape(', '.join(mail.recipients))}<br>"
        f"Reçu / Received: {mail.received_at:%Y-%m-%d %H:%M:%S} UTC<br>"
        f"<small>Message-ID: {escape(mail.message_id)}</small></p>"
    ]
    if text is not None:
        parts.append(f"<pre>{escape(text)}</pre>")
    if html is not None:
        parts.append(f'<iframe sandbox title="HTML" srcdoc="{escape(html)}"></iframe>')
    parts.append(f'<p><a href="../api/mails/{mail.number}/raw">Source</a></p>')
    return "".join(parts)
