"""Which complaints are handled (PV-17..20, PV-38, PV-39, MH-01, C-02, C-03, C-08)."""

from datetime import date, timedelta
from typing import Any

import pytest
from complaints.domain.admissibility import (
    Admissibility,
    Complaint,
    ComplaintRules,
    Conditions,
    Outcome,
    decide,
    refusal_for,
)
from complaints.domain.reasons import ASKED, REFUSED
from complaints.domain.words import Ask, RefusalCode

TODAY = date(2026, 6, 20)
PREVOST = ComplaintRules(model="central", conditions=Conditions(invitation_days=10))
MONT_SAINT_HILAIRE = ComplaintRules(model="decentral", conditions=None)
IN_ORDER = Complaint(
    received_on=TODAY,
    facts_on=TODAY - timedelta(days=3),
    written=True,
    signed=True,
    has_full_contact=True,
)


def decided(rules: ComplaintRules = PREVOST, **changes: Any) -> Admissibility:
    return decide(IN_ORDER.model_copy(update=changes), rules, TODAY)


def test_written_signed_complete_and_in_time_is_admitted_pv_18_pv_39() -> None:
    assert decided().outcome is Outcome.ADMITTED


def test_an_age_of_exactly_fifteen_days_is_admitted_and_sixteen_are_too_late_pv_38() -> None:
    assert decided(facts_on=TODAY - timedelta(days=15)).outcome is Outcome.ADMITTED
    late = decided(facts_on=TODAY - timedelta(days=16))
    assert (late.outcome, late.code) == (Outcome.REFUSED, RefusalCode.HORS_DELAI)


@pytest.mark.parametrize(
    ("lacking", "asks", "code"),
    [
        ({"written": False}, (Ask.WRITE,), RefusalCode.VERBALE),
        ({"signed": False}, (Ask.SIGN,), RefusalCode.NON_SIGNEE),
        ({"written": False, "signed": False}, (Ask.WRITE, Ask.SIGN), RefusalCode.VERBALE),
        ({"has_full_contact": False}, (Ask.COMPLETE_CONTACT,), RefusalCode.ANONYME),
        ({"facts_on": None}, (Ask.DATE_FACTS,), RefusalCode.HORS_DELAI),
        ({"facts_on": TODAY + timedelta(days=1)}, (Ask.DATE_FACTS,), RefusalCode.HORS_DELAI),
    ],
)
def test_what_can_be_put_right_is_invited_with_a_last_day_never_refused_at_once_pv_18_pv_39(
    lacking: dict[str, Any], asks: tuple[Ask, ...], code: RefusalCode
) -> None:
    decision = decided(**lacking)
    assert (decision.outcome, decision.asks, decision.code) == (Outcome.INVITED, asks, None)
    assert decision.respond_by_on == TODAY + timedelta(days=10)
    assert decision.reasons == tuple(ASKED[ask] for ask in asks)
    assert refusal_for(decision.asks) is code


@pytest.mark.parametrize(
    ("matter", "code"),
    [
        ({"anonymous": True, "has_full_contact": False}, RefusalCode.ANONYME),
        ({"private_litigation": True}, RefusalCode.LITIGE_PRIVE),
        ({"private_litigation": True, "written": False}, RefusalCode.LITIGE_PRIVE),
    ],
)
def test_anonymous_and_private_matters_are_refused_with_their_code_pv_20(
    matter: dict[str, Any], code: RefusalCode
) -> None:
    decision = decided(**matter)
    assert (decision.outcome, decision.code) == (Outcome.REFUSED, code)


@pytest.mark.parametrize(
    "flaw",
    [
        {},
        {"written": False, "signed": False},
        {"anonymous": True, "has_full_contact": False},
        {"facts_on": TODAY - timedelta(days=90)},
        {"private_litigation": True},
    ],
)
@pytest.mark.parametrize("rules", [PREVOST, MONT_SAINT_HILAIRE])
def test_danger_is_tested_first_and_admits_the_complaint_as_it_is_c_08_pv_19(
    flaw: dict[str, Any], rules: ComplaintRules
) -> None:
    decision = decided(rules, danger=True, **flaw)
    assert (decision.outcome, decision.safety_request) == (Outcome.ADMITTED, True)


@pytest.mark.parametrize(
    "flaw",
    [
        {"written": False, "signed": False, "has_full_contact": False, "facts_on": None},
        {"anonymous": True},
        {"facts_on": TODAY - timedelta(days=400)},
    ],
)
def test_mont_saint_hilaire_admits_any_expression_mh_01_c_03(flaw: dict[str, Any]) -> None:
    decision = decided(MONT_SAINT_HILAIRE, **flaw)
    assert (decision.outcome, decision.safety_request) == (Outcome.ADMITTED, False)


def test_a_borough_may_take_anonymous_complaints_and_then_asks_for_no_contact_c_03() -> None:
    open_to_all = ComplaintRules(conditions=Conditions(anonymous=True))
    assert decided(open_to_all, anonymous=True, has_full_contact=False).outcome is Outcome.ADMITTED


def test_the_model_is_the_boroughs_choice_c_02() -> None:
    assert (PREVOST.model, MONT_SAINT_HILAIRE.model) == ("central", "decentral")


@pytest.mark.parametrize("code", RefusalCode)
def test_every_refusal_says_in_both_languages_what_can_still_be_done_pv_20(
    code: RefusalCode,
) -> None:
    reason = REFUSED[code]
    assert any(word in reason.fr for word in ("Vous pouvez", "peuvent vous aider"))
    assert any(word in reason.en for word in ("You may", "can help you"))
