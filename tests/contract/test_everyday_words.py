"""Everyday words lead to activities of the grids as shipped (PV-13, MH-03, PR-02)."""

import pytest
from guichet_testing.grids import NOW, heard
from intake.application.keep_grid import keep_words
from intake.application.propose import Proposer
from intake.domain.activities import GridWords, Vocabulary, plain
from intake.domain.activity_search import EVERYDAY
from routing.adapters.manifests_toml import TomlBoroughs, shipped_folders
from routing.application.grid_event import grid_event

SENTENCES = [
    ("pierrefonds-roxboro", "Il y a un trou dans la rue", "Nid-de-poule"),
    ("pierrefonds-roxboro", "graffiti sur un mur du viaduc", "Graffitis - Domaine public"),
    ("pierrefonds-roxboro", "lampadaire brulé", "Éclairage existant - Entretien"),
    ("pierrefonds-roxboro", "le banc public est cassé", "Mobilier urbain"),
    ("pierrefonds-roxboro", "la poubelle publique déborde", "Manque de propreté"),
    ("pierrefonds-roxboro", "there is broken glass", "Nettoyage du domaine public"),
    ("pierrefonds-roxboro", "le chien du voisin m'a mordu", "Chien agressif"),
    ("prevost", "Le lampadaire clignote", "Lampadaire défectueux"),
    ("prevost", "la charrue n'est pas passée", "Déneigement"),
    ("prevost", "my property tax bill", "Taxes foncières"),
    ("mont-saint-hilaire", "potholes everywhere", "Nid-de-poule"),
    ("mont-saint-hilaire", "plus d'électricité chez moi", "Panne d'électricité"),
    ("montreal", "dead raccoon on the road", "Animal mort"),
    ("montreal", "je voudrais un bac brun", "Bac roulant - Résidus alimentaires"),
    ("montreal", "Water is leaking from a broken pipe", "Fuite d'eau"),
    ("montreal", "feu rouge brisé au coin de Papineau", "Feux de circulation - Entretien"),
    ("montreal", "A tree fell on the street", "Arbre tombé"),
    ("montreal", "les lignes de la rue sont effacées", "Marquage de la chaussée - Existant"),
    ("montreal", "punaises de lit dans mon logement", "Punaises de lit"),
]


@pytest.fixture(scope="module")
def known() -> Vocabulary:
    grids = TomlBoroughs(shipped_folders()).load()
    kept = [keep_words(None, heard(grid_event(one.manifest, "x")), NOW).state for one in grids]
    return Vocabulary(one for one in kept if isinstance(one, GridWords))


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer()


@pytest.mark.parametrize("entry", EVERYDAY, ids=lambda entry: entry["activities"][0])
def test_every_entry_names_activities_that_a_shipped_grid_knows(
    entry: dict[str, list[str]], known: Vocabulary
) -> None:
    counters = ("montreal", "prevost", "mont-saint-hilaire")
    for activity in entry["activities"]:
        assert any(known.knows(counter, activity) for counter in counters), activity
    assert entry["fr"]
    assert entry["en"]
    assert entry["source"]


def test_no_phrase_is_listed_twice_for_one_activity() -> None:
    for entry in EVERYDAY:
        for language in ("fr", "en"):
            phrases = [plain(phrase) for phrase in entry[language]]
            assert len(set(phrases)) == len(phrases), entry["activities"]


@pytest.mark.parametrize(("borough", "text", "activity"), SENTENCES)
def test_what_citizens_say_leads_to_what_the_grid_names_mh_03(
    known: Vocabulary, proposer: Proposer, borough: str, text: str, activity: str
) -> None:
    assert proposer.propose(text, borough, known).activities[0].activity.name_fr == activity
