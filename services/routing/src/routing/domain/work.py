"""Completing the work of a case: what Annex A of Prévost asks for, checked, nothing applied."""

import datetime

from pydantic import BaseModel, ConfigDict, Field

from routing.domain.errors import WorkRefused
from routing.domain.manifest import Manifest


class WorkReport(BaseModel):
    """What the responsable enters (PV-52..56); a date may be missing, then it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    planned_on: datetime.date | None = None
    done_on: datetime.date | None = None
    extension: str = ""
    internal_note: str = Field("", max_length=20_000)
    public_note: str = Field("", max_length=5_000)
    completed_by: str


def check_work(
    report: WorkReport, manifest: Manifest, created_on: datetime.date, now: datetime.datetime
) -> datetime.date:
    """The date done, proven; raises WorkRefused for the first clause that is broken.

    Dates are compared in the borough's own zone.
    """
    closing = manifest.closing
    codes = {entry.code for entry in closing.codes}
    if report.code not in codes:  # PV-52
        known = ", ".join(sorted(codes))
        raise WorkRefused(
            "code",
            f"le code d'intervention doit être l'un de ceux-ci : {known}",
            f"the intervention code must be one of: {known}",
        )
    if report.done_on is None:  # PV-53
        raise WorkRefused("done_on", "la date d'exécution manque", "the date done is missing")
    if report.done_on > manifest.calendar.local_date(now):
        raise WorkRefused(
            "done_on", "la date d'exécution est dans le futur", "the date done is in the future"
        )
    if report.done_on < created_on:
        raise WorkRefused(
            "done_on",
            "la date d'exécution précède la création du dossier",
            "the date done is before the creation of the case",
        )
    if closing.extension_required and not report.extension.strip():  # PV-54
        raise WorkRefused(
            "extension", "le numéro de poste manque", "the extension number is missing"
        )
    return report.done_on
