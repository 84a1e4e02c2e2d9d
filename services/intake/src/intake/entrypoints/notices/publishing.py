"""What staff does with notices, for HTTP and the pages alike: who may, then the command.

All raise ApiError 400, 403, 422, NotFound (another counter's notice too), CommandConflict,
Transient. `key` makes a repeated call the same call.
"""

from chassis.commands import Answer, NotFound, derived_id
from chassis.errors import forbidden, unprocessable
from chassis.identity import Caller
from chassis.store import Scope

from intake.application.form import FieldFault
from intake.application.publish_notice import (
    NewNoticeForm,
    NoticeForm,
    NoticeRefused,
    change_notice,
    content_of,
    publish_notice,
    withdraw_notice,
)
from intake.domain.errors import Refused
from intake.domain.notice import NoticeAuthor, NoticeContent
from intake.entrypoints.desk import TECHNICIAN, Desk
from intake.entrypoints.notices.notice_words import REFUSALS
from intake.entrypoints.registering import invalid_fields

# Those who speak to the population for the counter (PV-21..23).
EDITORS = ("director", "citizen-experience", TECHNICIAN)


async def publish(desk: Desk, caller: Caller, form: NewNoticeForm, key: str) -> Answer:
    """Tell the population of a counter something, at once."""
    by = _author(caller)
    if form.borough not in desk.boroughs:
        unknown = FieldFault("borough", "unknown", "guichet inconnu", "unknown counter")
        raise invalid_fields([unknown])
    if not caller.scope.admits([form.borough]):
        raise forbidden()
    content, now = await _content(desk, form, form.borough), desk.clock()
    notice_id = derived_id(f"notice:{caller.subject}", key)
    return await desk.notices.commands.execute(
        notice_id,
        lambda state: publish_notice(state, notice_id, form.borough, content, by, now),
        command_id=f"publish:{key}",
        content=form.model_dump(mode="json"),
        scope=Scope(frozenset({form.borough})),
        borough=form.borough,
        creates=True,
    )


async def change(desk: Desk, caller: Caller, notice_id: str, form: NoticeForm, key: str) -> Answer:
    """Say a notice anew: all of it is replaced, what it said before stays in its history."""
    by, notice = _author(caller), await desk.notices.one(notice_id)
    if not caller.scope.admits([notice.borough]):
        raise NotFound(notice_id)
    content, now = await _content(desk, form, notice.borough), desk.clock()
    try:
        return await desk.notices.commands.execute(
            notice_id,
            lambda state: change_notice(state, content, by, now),
            command_id=f"change:{key}",
            content=form.model_dump(mode="json"),
            scope=caller.scope,
            borough=notice.borough,
        )
    except Refused as refusal:
        raise unprocessable("unprocessableEntity", REFUSALS[refusal.code]) from refusal


async def withdraw(desk: Desk, caller: Caller, notice_id: str, key: str) -> Answer:
    """Take a notice back before its time."""
    by, now = _author(caller), desk.clock()
    try:
        return await desk.notices.commands.execute(
            notice_id,
            lambda state: withdraw_notice(state, by, now),
            command_id=f"withdraw:{key}",
            content={},
            scope=caller.scope,
            borough="",
        )
    except Refused as refusal:
        raise unprocessable("unprocessableEntity", REFUSALS[refusal.code]) from refusal


def _author(caller: Caller) -> NoticeAuthor:
    """The caller, in the role that lets them speak for the counter. Raises ApiError 403."""
    caller.require(*EDITORS)
    role = next(one for one in EDITORS if one in caller.roles)
    return NoticeAuthor(subject=caller.subject, role=role)


async def _content(desk: Desk, form: NoticeForm, borough: str) -> NoticeContent:
    try:
        return content_of(form, borough, desk.clock(), await desk.vocabulary(), desk.gazetteer)
    except NoticeRefused as refused:
        raise invalid_fields(refused.faults) from refused
