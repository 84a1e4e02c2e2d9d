"""Rive-Claire's own service: signed facts of a case come in, a signed decision goes out.

    pip install fastapi uvicorn standardwebhooks
    RIVE_CLAIRE_KEY=whsec_... uvicorn service:app --port 8765

It needs nothing of Guichet: the question is JSON (the facts of one case, nobody's name), signed as
Standard Webhooks says, and so is the answer, under the id of the question.
"""

import os
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from standardwebhooks import Webhook, WebhookVerificationError

app = FastAPI()


def decision_of(facts: dict[str, Any]) -> dict[str, Any] | None:
    """The town's own rule, however it is made; None leaves the case to the town's grid."""
    if "jeu" not in facts["activity"].casefold():
        return None
    return {
        "outcome": "assigned",
        "responsible_borough": "rive-claire",
        "department": "travaux-publics",
        "department_name_fr": "Travaux publics",
        "rule": "jeux-cette-annee",
        "reason_fr": "Cette année, les travaux publics réparent les jeux.",
        "reason_en": "This year public works repair the playgrounds.",
    }


@app.post("/route")
async def route(request: Request) -> Response:
    """Answers one question; 401 where it is not signed with the key that both sides have."""
    key = Webhook(os.environ["RIVE_CLAIRE_KEY"])
    try:
        facts = key.verify(await request.body(), dict(request.headers))
    except WebhookVerificationError as fault:
        raise HTTPException(401, "not signed by Guichet") from fault
    answer = JSONResponse({"decision": decision_of(facts)})
    question, now = request.headers["webhook-id"], datetime.now(UTC)
    answer.headers["webhook-id"] = question
    answer.headers["webhook-timestamp"] = str(int(now.timestamp()))
    answer.headers["webhook-signature"] = key.sign(question, now, bytes(answer.body).decode())
    return answer
