"""Words that show what somebody brings; of damage above all (PV-16, C-13, REQUIREMENTS §2)."""

import unicodedata

import pytest
from contracts.words import Kind
from hypothesis import given
from hypothesis import strategies as st
from intake.domain.signals import signs_in, smells_of_damage

DAMAGE = [
    "Je veux faire une réclamation",
    "Un nid-de-poule a crevé mon pneu",
    "bris de pare-brise par un caillou",
    "Mon sous-sol est inondé",
    "INONDATION DE MA CAVE",
    "Une branche est tombée sur mon auto",
    "Un arbre est tombé sur ma clôture",
    "La charrue a arraché ma boîte aux lettres",
    "votre déneigeuse a brisé mes arbustes",
    "le camion a accroché notre balcon",
    "je suis tombée sur le trottoir",
    "j'ai glissé sur la glace et me suis fracturé le poignet",
    "Jai été blessé au parc",
    "refoulement d'égout dans la maison",
    "des dégats d'eau",
    "le mobilier urbain endommagé a aussi endommagé ma voiture",
    "the city plow damaged my fence",
    "The pothole broke my rim",
    "flooded my basement",
    "My car was hit by a city truck",
    "I fell on the icy sidewalk",
    "my mother tripped and broke her wrist",
    "I want to be reimbursed",
    "la déneigeuse a brisé la clôture",
    "Ma mère a fait une chute devant l'église",
    "Who will pay for my mailbox?",
]
MISSPELT = ["J'ai subi un domage", "reclammation pour mon auto", "remboursment", "RÉCLAMTION"]
OF_THE_CITY = [
    "Mobilier urbain endommagé",
    "banc de parc endommagé",
    "abreuvoir brisé au parc",
    "damaged bench in our park",
    "lampadaire brisé devant ma maison",
    "Un lampadaire cassé dans ma rue",
    "le panneau est brisé au coin de ma rue",
    "Broken street light near my house",
    "Traffic light broken",
    "rue inondée au coin de Gouin",
    "arbre tombé sur la rue",
    "Bac de déchets - Endommagé, perdu, volé",
    "trou dans la rue",
    "neige non déblayée",
    "voiture abandonnée devant chez moi",
    "Quand passe le camion de recyclage ?",
    "C'est dommage, le parc est sale",
    "un oiseau blessé dans le parc",
    "",
]


@pytest.mark.parametrize("text", DAMAGE)
def test_who_speaks_of_damage_or_injury_is_told_of_the_notice_pv_16_c_13(text: str) -> None:
    assert smells_of_damage(text)


@pytest.mark.parametrize("text", MISSPELT)
def test_a_wrong_letter_costs_nobody_the_notice_c_13(text: str) -> None:
    assert smells_of_damage(text)


@pytest.mark.parametrize("text", OF_THE_CITY)
def test_what_is_broken_of_the_citys_is_no_damage_to_anybody(text: str) -> None:
    assert not smells_of_damage(text)


@given(st.sampled_from(DAMAGE + OF_THE_CITY), st.booleans(), st.booleans())
def test_neither_case_nor_accents_matter(text: str, in_capitals: bool, is_bare: bool) -> None:
    changed = text.upper() if in_capitals else text
    if is_bare:
        split = unicodedata.normalize("NFKD", changed)
        changed = "".join(one for one in split if not unicodedata.combining(one))
    assert smells_of_damage(changed) == smells_of_damage(text)


@given(st.text(max_size=400), st.sampled_from(DAMAGE))
def test_damage_is_heard_whatever_stands_before_it(before: str, damage: str) -> None:
    assert smells_of_damage(f"{before}. {damage}")


def test_a_sign_is_quoted_as_it_was_written_and_once() -> None:
    signs = signs_in("Réclamation! RÉCLAMATION: demande d'Accès, à quelle heure?")
    assert signs[Kind.CLAIM].sure == ("Réclamation",)
    assert signs[Kind.ACCESS].sure == ("demande d Accès",)
    assert signs[Kind.INFORMATION].sure == ("à quelle heure",)
    assert signs[Kind.INFORMATION].hints == ("quelle", "?")


def test_of_phrases_that_begin_alike_the_longest_is_heard() -> None:
    assert signs_in("copie du document")[Kind.ACCESS].sure == ("copie du document",)
    assert signs_in("l'employée")[Kind.COMPLAINT].hints == ("l employée",)


@given(st.text(max_size=600))
def test_any_text_is_read(text: str) -> None:
    assert set(signs_in(text)) == set(Kind) - {Kind.OTHER}
