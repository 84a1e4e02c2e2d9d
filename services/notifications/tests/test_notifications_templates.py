"""What messages say (PR-06, PR-07, MH-12, MH-16, PV-44, PV-56)."""

import re
from pathlib import Path

import pytest
from notifications.domain.messages import Rendered, Template, VariableMissing
from notifications.templates import PARTS, VARIABLES, TemplateInvalid, Templates

SIGNATURE = "On s'occupe de vous !"
GIVEN = {
    "borough_fr": "Arrondissement de Pierrefonds-Roxboro",
    "borough_en": "Borough of Pierrefonds-Roxboro",
    "signature_fr": SIGNATURE,
    "signature_en": "We take care of you!",
    "case_ref": "PR-2026-000123",
    "activity_fr": "Nid-de-poule",
    "activity_en": "Pothole",
    "name": "Ève Tremblay",
    "tracking_code": "K7QF-2M9X",
    "tracking_url": "https://example.org/suivi?c=K7QF-2M9X&l=fr",
    "promised_fr": "une réponse au plus tard le mardi 16 juin à 17 h",
    "promised_en": "an answer by Tuesday 16 June at 17:00",
    "department_fr": "Travaux publics",
    "department_en": "Public works",
    "case_url": "https://example.org/dossiers/5f0c",
    "done_on_fr": "18 juin 2026",
    "done_on_en": "18 June 2026",
    "public_text": "La chaussée est réparée.",
    "responsable": "Ginette Lavoie",
    "substitute": "Denis Roy",
    "without_work": "yes",
    "notice_days": "15",
    "notice_to_fr": "Greffe de la Ville de Prévost",
    "notice_to_en": "Clerk’s office of the town of Prévost",
    "step_fr": "Un membre du conseil vous soumet un dossier",
    "step_en": "An elected official refers a case to you",
    "next_fr": "Faites le suivi avec la direction du service.",
    "next_en": "Follow up with the director.",
    "authority_fr": "Hydro-Québec",
    "authority_en": "Hydro-Québec (power)",
    "given_on_fr": "20 novembre 2026",
    "given_on_en": "November 20, 2026",
    "file_number": "DM-2026-04417",
    "before_on_fr": "10 décembre 2026",
    "before_on_en": "December 10, 2026",
    "due_on_fr": "20 décembre 2026",
    "due_on_en": "December 20, 2026",
    "month_fr": "novembre 2026",
    "month_en": "November 2026",
    "open_count": "12",
    "completed_count": "31",
    "reply_by_fr": "30 novembre 2026",
    "reply_by_en": "November 30, 2026",
    "list_url": "https://example.org/listes/b1d3",
    "letter_subject_fr": "Votre plainte",
    "letter_subject_en": "Your complaint",
    "letter_body_fr": "Votre plainte est recevable.\n\nNous la traitons.",
    "letter_body_en": "Your complaint is admissible.\n\nWe handle it.",
    "letter_annex_fr": "Article 37\nLe texte de la loi.",
    "letter_annex_en": "Section 37\nThe text of the law.",
}
TEMPLATES = Templates()
TO_DEPARTMENTS = [
    Template.ASSIGNMENT_DEPARTMENT,
    Template.REOPENING_DEPARTMENT,
    Template.QUESTION_ANSWERED,
    Template.ELECTED_STEP,
]
OF_LISTS = [Template.MONTHLY_LIST, Template.MONTHLY_LIST_REMINDER]
TO_CITIZENS = [name for name in Template if name not in (*TO_DEPARTMENTS, *OF_LISTS)]


def rendered(template: Template, **changes: str) -> Rendered:
    return TEMPLATES.render(template, GIVEN | changes)


@pytest.mark.parametrize("name", TO_CITIZENS)
def test_every_message_to_a_citizen_is_signed_by_the_borough_pr_07(name: Template) -> None:
    words = rendered(name)
    assert SIGNATURE in words.text
    assert SIGNATURE.replace("'", "&#39;") in words.html
    assert GIVEN["borough_fr"] in words.text


@pytest.mark.parametrize("name", Template)
def test_french_comes_first_and_english_stands_beside_it_in_both_forms(name: Template) -> None:
    words = rendered(name)
    for form in (words.text, words.html):
        assert 0 <= form.index("Bonjour") < form.index("Hello")
    assert '<html lang="fr">' in words.html
    assert '<div lang="en">' in words.html


def test_the_acknowledgement_tells_the_four_steps_the_promise_and_where_to_follow_mh_12_pr_06() -> (
    None
):
    words = rendered(Template.ACKNOWLEDGEMENT)
    for form in (words.text, words.html):
        steps = [form.index(step) for step in ("Accueillir", "Écouter", "Résoudre", "Valider")]
        assert steps == sorted(steps)
        assert GIVEN["tracking_code"] in form
        assert GIVEN["promised_fr"] in form
    assert GIVEN["tracking_url"] in words.text
    assert GIVEN["case_ref"] in words.subject


def test_where_nothing_was_promised_no_promise_is_told_c_04() -> None:
    words = rendered(Template.ACKNOWLEDGEMENT, promised_fr="", promised_en="")
    assert "promesse" not in words.text + words.html
    assert "promise" not in words.text + words.html


@pytest.mark.parametrize("name", OF_LISTS)
def test_a_mail_about_a_list_tells_where_it_is_and_nothing_of_what_stands_in_it_pv_27(
    name: Template,
) -> None:
    words = rendered(name)
    for form in (words.text, words.html):
        for told in ("department_fr", "open_count", "reply_by_fr", "reply_by_en", "list_url"):
            assert GIVEN[told] in form
        for secret in ("name", "tracking_code", "activity_fr", "case_ref", "public_text"):
            assert GIVEN[secret] not in form


@pytest.mark.parametrize("name", TO_DEPARTMENTS)
def test_the_department_reads_no_personal_data_and_no_credential_pv_44(name: Template) -> None:
    words = rendered(name)
    for form in (words.subject, words.text, words.html):
        for secret in ("name", "tracking_code", "tracking_url", "public_text"):
            assert GIVEN[secret] not in form
    for told in ("case_ref", "activity_fr", "case_url"):
        assert GIVEN[told] in words.text


def test_the_notice_of_claims_says_days_authority_and_that_the_case_is_none_c_13() -> None:
    words = rendered(Template.CLAIM_NOTICE)
    for form in (words.text, words.html):
        assert "votre dossier n’est pas l’avis que la loi demande" in form
        assert "your file is not the notice that the law asks for" in form
        for name in ("notice_days", "notice_to_fr", "notice_to_en"):
            assert GIVEN[name] in form
    nobody = rendered(Template.CLAIM_NOTICE, notice_to_fr="", notice_to_en="")
    assert "À qui" not in nobody.text + nobody.html


def test_a_joined_citizen_gets_the_code_of_their_own() -> None:
    words = rendered(Template.JOINING)
    for form in (words.text, words.html):
        assert GIVEN["tracking_code"] in form


@pytest.mark.parametrize(("without_work", "said"), [("yes", "pas de travail"), ("", "est fait")])
def test_a_closing_says_whether_work_was_done(without_work: str, said: str) -> None:
    words = rendered(Template.CLOSING, without_work=without_work)
    assert said in words.text
    assert said in words.html


def test_the_completion_shows_the_public_text_where_there_is_one_pv_56() -> None:
    assert GIVEN["public_text"] in rendered(Template.COMPLETION).text
    assert "Message du service" not in rendered(Template.COMPLETION, public_text="").text


def test_the_completion_asks_the_citizen_to_validate_pr_06() -> None:
    words = rendered(Template.COMPLETION)
    assert "Est-ce que tout est en ordre ?" in words.text
    assert GIVEN["tracking_url"] in words.text


@pytest.mark.parametrize("name", Template)
def test_a_missing_variable_is_an_error_and_never_a_hole(name: Template) -> None:
    for needed in VARIABLES[name]:
        with pytest.raises(VariableMissing, match=needed):
            TEMPLATES.render(name, {key: GIVEN[key] for key in GIVEN if key != needed})


def test_markup_in_what_people_wrote_is_shown_and_not_obeyed() -> None:
    words = rendered(Template.COMPLETION, public_text="<script>alert(1)</script>", name="<b>")
    assert "<script>" not in words.html
    assert "<b>" not in words.html
    assert "&lt;script&gt;" in words.html


def test_a_subject_is_one_line_whatever_it_is_given() -> None:
    assert "\n" not in rendered(Template.COMPLETION, case_ref="A\r\nBcc: x@example.org").subject


def test_a_template_that_uses_what_it_does_not_declare_is_refused_at_start(tmp_path: Path) -> None:
    for name in Template:
        (tmp_path / name).mkdir()
        for part in PARTS:
            (tmp_path / name / part).write_text("{{ borough_fr }}")
    Templates(tmp_path)
    (tmp_path / "base.txt").write_text("{{ tracking_code }}")
    (tmp_path / Template.ASSIGNMENT_DEPARTMENT / "body.txt").write_text("{% extends 'base.txt' %}")
    with pytest.raises(TemplateInvalid, match="tracking_code"):
        Templates(tmp_path)


@pytest.mark.parametrize("name", Template)
def test_sentences_are_short_and_words_are_plain_mh_16(name: Template) -> None:
    french = rendered(name).text.split("-" * 40)[0]
    sentences = [
        words
        for line in french.splitlines()
        for sentence in re.split(r"[.?!:]", line)
        if (words := re.findall(r"[^\W\d_]+", sentence))
    ]
    lengths = [len(words) for words in sentences]
    letters = [len(word) for words in sentences for word in words]
    assert max(lengths) <= 16
    assert sum(letters) / len(letters) < 6
