"""The letters that tell an outcome, and that of a review, to whoever complained: plain words.

They say what was decided and what can still be done, by the borough's own review delay and
ombudsman; never who was targeted, who was heard, or what measure followed (PV-44).
"""

from datetime import date
from types import MappingProxyType
from uuid import NAMESPACE_URL, uuid5

from complaints.domain.admissibility import ComplaintRules
from complaints.domain.letters import CONFIDENTIAL, Kind, Letter, in_words
from complaints.domain.proceedings import Conclusion, Result
from complaints.domain.reasons import Reason
from complaints.domain.review import last_day

SUBJECTS = MappingProxyType(
    {
        Kind.DECISION: Reason(
            fr="Notre décision sur votre plainte", en="Our decision on your complaint"
        ),
        Kind.REVIEW: Reason(
            fr="La révision de votre plainte est terminée",
            en="The review of your complaint is over",
        ),
        Kind.WITHDRAWAL: Reason(fr="Votre plainte est retirée", en="Your complaint is withdrawn"),
    }
)
OUTCOMES = MappingProxyType(
    {
        Result.FOUNDED: Reason(
            fr="L’enquête est terminée : votre plainte est fondée. Les suites qui s’imposent sont "
            "prises ; elles restent confidentielles.",
            en="The investigation is over: your complaint is founded. What must follow is being "
            "done; it stays confidential.",
        ),
        Result.PARTLY_FOUNDED: Reason(
            fr="L’enquête est terminée : votre plainte est fondée en partie. Les suites qui "
            "s’imposent sont prises ; elles restent confidentielles.",
            en="The investigation is over: your complaint is founded in part. What must follow is "
            "being done; it stays confidential.",
        ),
        Result.UNFOUNDED: Reason(
            fr="L’enquête est terminée : elle n’a pas permis d’établir ce que vous avez signalé. "
            "Votre plainte n’est pas retenue. Ce n’est pas un reproche.",
            en="The investigation is over: it could not establish what you reported. Your "
            "complaint is not upheld. This is no reproach.",
        ),
        Result.WITHDRAWN: Reason(
            fr="Vous avez retiré votre plainte : nous fermons le dossier. Vous pouvez en présenter "
            "une nouvelle si la situation se reproduit.",
            en="You withdrew your complaint: we close the file. You may file a new one if the "
            "situation comes back.",
        ),
    }
)
_SAME = Reason(
    fr="Une autre personne que celle qui avait enquêté a repris votre dossier. La décision est "
    "maintenue.",
    en="Somebody else than the investigator looked at your file again. The decision stands.",
)
_CHANGED = Reason(
    fr="Une autre personne que celle qui avait enquêté a repris votre dossier. La décision change.",
    en="Somebody else than the investigator looked at your file again. The decision changes.",
)


def decision_letter(case_id: str, conclusion: Conclusion, rules: ComplaintRules) -> Letter:
    """The outcome; how and until when a review can be asked for; the ombudsman."""
    kind = Kind.WITHDRAWAL if conclusion.result is Result.WITHDRAWN else Kind.DECISION
    parts = [OUTCOMES[conclusion.result]]
    if conclusion.told is not None:
        parts.append(conclusion.told)
    if kind is Kind.DECISION:
        parts += [_review(last_day(conclusion, rules)), rules.ombudsman]
    return _letter(case_id, kind, [*parts, CONFIDENTIAL], rules)


def review_letter(
    case_id: str, first: Conclusion, reviewed: Conclusion, rules: ComplaintRules
) -> Letter:
    """Whether the decision stands, and the ombudsman: nobody here reviews it again."""
    changed = first.result is not reviewed.result
    parts = [_CHANGED if changed else _SAME, OUTCOMES[reviewed.result]]
    if reviewed.told is not None:
        parts.append(reviewed.told)
    return _letter(case_id, Kind.REVIEW, [*parts, rules.ombudsman, CONFIDENTIAL], rules)


def _review(until: date) -> Reason:
    on = in_words(until)
    return Reason(
        fr=f"Si vous n’êtes pas d’accord, vous pouvez demander une révision jusqu’au {on.fr} "
        "inclus, en écrivant au Service aux citoyens. Une autre personne reprendra votre dossier.",
        en=f"If you disagree, you may ask for a review until {on.en}, that day included, by "
        "writing to citizen services. Somebody else will look at your file again.",
    )


def _letter(case_id: str, kind: Kind, parts: list[Reason], rules: ComplaintRules) -> Letter:
    said = f"guichet:letter:{case_id}:{kind.value}:{rules.version}"
    return Letter(
        letter_id=str(uuid5(NAMESPACE_URL, said)),
        kind=kind,
        subject=SUBJECTS[kind],
        body=Reason(
            fr="\n\n".join(one.fr for one in parts), en="\n\n".join(one.en for one in parts)
        ),
    )
