"""Kind and activities are proposed by rules, with reasons; a person decides (PV-13..16, MH-03)."""

import random

import pytest
from contracts.words import Kind
from hypothesis import given
from hypothesis import strategies as st
from intake.application.propose import Proposer
from intake.domain.activities import ActivityNames, GridWords, Vocabulary, plain
from intake.domain.activity_search import ActivitySearch
from intake.domain.proposal import propose
from intake.entrypoints.proposal_words import activity_reason, kind_reason

ACTIVITIES = (
    ActivityNames(code="nid", name_fr="Nid-de-poule", name_en="Pothole", synonyms=("Crevasse",)),
    ActivityNames(code="lumiere", name_fr="Éclairage existant - Entretien"),
    ActivityNames(code="collecte", name_fr="Collecte de déchets", name_en="Waste collection"),
    ActivityNames(code="livraison", name_fr="Bac de déchets - Livraison"),
    ActivityNames(code="proprete", name_fr="Nettoyage du domaine public"),
    ActivityNames(code="vieux", name_fr="*Déchets"),
    ActivityNames(code="biblio", name_fr="Culture - Installations - Bibliothèques"),
)
SEARCH = ActivitySearch(ACTIVITIES)
KINDS = [
    ("Je veux porter plainte contre un inspecteur qui m'a crié dessus", Kind.COMPLAINT),
    ("L'employé au comptoir a été impoli avec ma mère", Kind.COMPLAINT),
    ("Your employee was rude to me on the phone", Kind.COMPLAINT),
    ("C'est inacceptable, personne ne répond, j'ai appelé trois fois", Kind.COMPLAINT),
    ("À quelle heure ferme la bibliothèque ?", Kind.INFORMATION),
    ("Quel jour passe le recyclage sur ma rue ?", Kind.INFORMATION),
    ("Comment obtenir un permis pour un cabanon ?", Kind.INFORMATION),
    ("What time does the pool open?", Kind.INFORMATION),
    ("Do I need a permit for a fence?", Kind.INFORMATION),
    ("Réclamation pour mon pneu crevé dans un nid-de-poule", Kind.CLAIM),
    ("Je demande un remboursement des dommages à ma clôture", Kind.CLAIM),
    ("A city truck hit my parked car", Kind.CLAIM),
    ("Demande d'accès : copie du contrat de déneigement 2024", Kind.ACCESS),
    ("Je désire obtenir copie du rapport d'inspection", Kind.ACCESS),
    ("Access to documents about the park project", Kind.ACCESS),
    ("Il y a un trou dans la rue", Kind.REQUEST),
    ("lampadaire brûlé", Kind.REQUEST),
    ("Mobilier urbain endommagé", Kind.REQUEST),
    ("Quand allez-vous réparer le nid-de-poule devant chez moi ?", Kind.REQUEST),
    ("Je me plains du bruit de mon voisin", Kind.REQUEST),
    ("Please remove the dead raccoon", Kind.REQUEST),
    ("…", Kind.REQUEST),
]


def first(text: str) -> str:
    return SEARCH.likely(text)[0].activity.code


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_one_of_the_five_kinds_is_proposed_pv_13_pv_14_pv_15_pv_16(text: str, kind: Kind) -> None:
    assert propose(text, SEARCH).kind.kind is kind


def test_the_kind_comes_with_the_words_that_led_there_pv_13() -> None:
    kind = propose("Réclamation : un trou a crevé mon pneu", SEARCH).kind
    assert kind.heard == ("Réclamation", "crevé mon pneu")
    assert kind_reason(kind)[0] == "Parle d'un dommage : « Réclamation », « crevé mon pneu »"
    assert kind_reason(kind)[1] == "Speaks of damage: “Réclamation”, “crevé mon pneu”"


def test_what_nothing_speaks_against_is_a_request_with_little_confidence_pv_14() -> None:
    kind = propose("Bonjour madame", SEARCH).kind
    assert (kind.kind, kind.confidence, kind.heard) == (Kind.REQUEST, 0.5, ())
    assert kind_reason(kind)[1] == "Nothing says that it is anything but a request."


def test_the_more_speaks_for_a_kind_the_surer_it_is_and_the_less_the_more_speaks_against() -> None:
    once = propose("réclamation", SEARCH).kind.confidence
    twice = propose("réclamation pour mes dommages", SEARCH).kind.confidence
    torn = propose("réclamation et plainte contre un employé impoli", SEARCH).kind.confidence
    assert torn < once < twice < 1


def test_a_complaint_that_speaks_of_damage_carries_the_notice_too_c_13() -> None:
    text = "Plainte contre l'employé impoli et grossier qui m'a insulté ; il a brisé ma clôture"
    proposal = propose(text, SEARCH)
    assert proposal.kind.kind is Kind.COMPLAINT
    assert proposal.needs_claim_notice


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nid de poule", "nid"),
        ("NID-DE-POUEL", "nid"),
        ("pothole", "nid"),
        ("crevasses", "nid"),
        ("Il y a un trou dans la rue devant l'école", "nid"),
        ("a deep hole in the street", "nid"),
        ("lampadaire brulé", "lumiere"),
        ("the street light is out", "lumiere"),
        ("bac de dechets livraison", "livraison"),
        ("Mes ordures n'ont pas été ramassées", "collecte"),
        ("missed garbage", "collecte"),
        ("le trottoir est très sale", "proprete"),
    ],
)
def test_what_is_asked_for_is_recognised_in_french_and_english_mh_03(text: str, code: str) -> None:
    assert first(text) == code


def test_a_name_as_typed_is_told_from_words_that_were_heard() -> None:
    named, heard = SEARCH.likely("Nid de poul")[0], SEARCH.likely("gros trou dans ma Rue")[0]
    assert (named.is_named, heard.is_named) == (True, False)
    assert activity_reason(named)[0] == "Nom d'activité : « Nid de poul »"
    assert activity_reason(heard)[1] == "Words recognised: “gros”, “trou”"


def test_a_retired_activity_stands_behind_one_in_use() -> None:
    codes = [one.activity.code for one in SEARCH.likely("la collecte a oublié mes déchets")]
    assert codes.index("collecte") < codes.index("vieux")


def test_of_two_activities_of_one_name_the_boroughs_own_is_proposed() -> None:
    own = ActivityNames(code="own", name_fr="Lampadaire", synonyms=("Feux de circulation",))
    theirs = ActivityNames(code="city", name_fr="*Feux de circulation")
    found = ActivitySearch([own, theirs]).likely("feux de circulation")
    assert [one.activity.code for one in found] == ["own"]


def test_where_no_grid_is_known_a_kind_is_proposed_all_the_same() -> None:
    proposal = Proposer().propose("réclamation", "anjou", Vocabulary())
    assert (proposal.kind.kind, proposal.activities) == (Kind.CLAIM, [])


def grid(borough: str, *codes: str, version: int = 1, inherits: str | None = None) -> GridWords:
    activities = tuple(one for one in ACTIVITIES if one.code in codes)
    return GridWords(borough=borough, version=version, inherits=inherits, activities=activities)


def test_a_borough_proposes_its_own_activities_and_its_citys_mh_03() -> None:
    city, own = grid("montreal", "nid", "lumiere"), grid("anjou", "biblio", inherits="montreal")
    known, proposer = Vocabulary([city, own]), Proposer()
    for text, code in (("pothole", "nid"), ("bibliothèque", "biblio")):
        found = proposer.propose(text, "anjou", known)
        assert found.activities[0].activity.code == code
    assert proposer.propose("bibliothèque", "montreal", known).activities == []


def test_boroughs_that_say_nothing_of_their_own_share_what_is_made_ready() -> None:
    city, own = grid("montreal", "nid"), grid("anjou", inherits="montreal")
    known, proposer = Vocabulary([city, own]), Proposer()
    assert proposer.search_of("anjou", known) is proposer.search_of("montreal", known)


def test_grids_read_anew_are_made_ready_again_only_if_they_changed() -> None:
    proposer = Proposer()
    before = proposer.search_of("montreal", Vocabulary([grid("montreal", "nid")]))
    assert proposer.search_of("montreal", Vocabulary([grid("montreal", "nid")])) is before
    newer = Vocabulary([grid("montreal", "nid"), grid("montreal", "lumiere", version=2)])
    proposal = proposer.propose("lampadaire et nid-de-poule", "montreal", newer)
    assert [one.activity.code for one in proposal.activities] == ["lumiere"]


@given(st.text(max_size=500))
def test_any_text_has_one_kind_and_only_activities_of_the_grid(text: str) -> None:
    proposal = propose(text, SEARCH)
    assert proposal.kind.kind is not Kind.OTHER
    assert 0 < proposal.kind.confidence < 1
    assert len(proposal.activities) <= 5
    for one in proposal.activities:
        assert one.activity in ACTIVITIES
        assert one.heard
        assert 0 < one.confidence <= 1
    sure = [one.confidence for one in proposal.activities]
    assert sure == sorted(sure, reverse=True)


@given(st.sampled_from(ACTIVITIES), st.randoms(use_true_random=False))
def test_a_name_is_found_in_any_case_without_accents_and_with_a_letter_missing(
    activity: ActivityNames, chance: random.Random
) -> None:
    name = plain(activity.name_fr)
    at = chance.randrange(len(name))
    assert first(name) == first(name.upper()) == activity.code
    assert first(name[:at] + name[at + 1 :]) == activity.code
