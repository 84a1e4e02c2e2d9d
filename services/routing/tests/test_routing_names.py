"""The name traps of REQUIREMENTS §3, and the table of boroughs."""

import datetime

import pytest
from routing.domain.grid import Grids
from routing.domain.names import activity_keys, plain, slug


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("Mercier - Hochelaga-Maisonneuve", "mercier-hochelaga-maisonneuve"),
        ("Mercier-Hochelaga-Maisonneuve", "mercier-hochelaga-maisonneuve"),
        ("MERCIER - HOCHELAGA-MAISONNEUVE", "mercier-hochelaga-maisonneuve"),
        ("ST-LAURENT", "saint-laurent"),
        ("SAINT-LAURENT", "saint-laurent"),
        ("St. Laurent", "saint-laurent"),
        ("COTE-DES-NEIGES - NOTRE-DAME-DE-GRÂCE", "cote-des-neiges-notre-dame-de-grace"),
        ("L ÎLE BIZARD - STE-GENEVIÈVE", "l-ile-bizard-sainte-genevieve"),
        ("L'Île-Bizard - Sainte-Geneviève", "l-ile-bizard-sainte-genevieve"),
        ("L’Île-Bizard–Sainte-Geneviève", "l-ile-bizard-sainte-genevieve"),
        ("PLATEAU-MONT-ROYAL", "le-plateau-mont-royal"),
        ("le-plateau-mont-royal", "le-plateau-mont-royal"),
        ("SUD-OUEST", "le-sud-ouest"),
        ("Arrondissement du Sud-Ouest", "le-sud-ouest"),
        ("ARRONDISSEMENT DE VERDUN", "verdun"),
        ("BAM de Montréal-Nord", "montreal-nord"),
        ("Ville-Marie", "ville-marie"),
        ("Marie", None),
        ("VILLERAY - ST-MICHEL - PARC-EXTENSION", "villeray-saint-michel-parc-extension"),
        ("Villeray-Saint-Michel - Parc-Extension", "villeray-saint-michel-parc-extension"),
        ("PIERREFONDS - ROXBORO", "pierrefonds-roxboro"),
        ("La Salle", "lasalle"),
        ("  Montréal-Nord ", "montreal-nord"),
        ("Montréal", "montreal"),
        ("Mont-St-Hilaire", "mont-saint-hilaire"),
        ("PRÉVOST", "prevost"),
        ("Laval", None),
    ],
)
def test_every_spelling_of_a_borough_finds_it(
    grids: Grids, spelling: str, expected: str | None
) -> None:
    assert grids.borough_named(spelling) == expected


def test_the_city_has_nineteen_boroughs_each_with_its_unit(
    grids: Grids, today: datetime.date
) -> None:
    boroughs = [g.manifest.borough for g in grids if g.manifest.borough.inherits == "montreal"]
    assert len(boroughs) == 19
    assert len({borough.unit for borough in boroughs}) == 19
    for borough in boroughs:
        assert borough.slug == slug(borough.name)
        found = grids.unit(borough.unit, today)
        assert found is not None
        assert found[0].slug == borough.slug


def test_ligatures_accents_and_typography_do_not_matter() -> None:
    assert plain("Œuvre d’art – Ste-Émélie") == plain("OEUVRE D'ART - SAINTE-EMELIE")


def test_two_spaces_in_the_data_are_one(grids: Grids, today: datetime.date) -> None:
    city = grids.on("montreal", today)
    assert city is not None
    twice, once = "Signalisation écrite -  Entretien", "Signalisation écrite - Entretien"
    assert city.activity(twice) == city.activity(once) is not None


def test_a_retired_name_stands_for_the_live_one_and_back(
    grids: Grids, today: datetime.date
) -> None:
    city = grids.on("montreal", today)
    assert city is not None
    assert city.activity("Réclamation") == city.activity("*Réclamation") is not None
    assert city.activity("*Nid-de-poule") == city.activity("Nid-de-poule") is not None


def test_activities_that_differ_in_an_accent_or_a_star_stay_apart(
    grids: Grids, today: datetime.date
) -> None:
    city = grids.on("montreal", today)
    assert city is not None
    pairs = [
        ("Boite de service à niveler", "Boîte de service à niveler"),
        ("Dos d'âne RUELLE", "Dos d'âne - Ruelle"),
        ("Déchets - Non ramassés", "*Déchets - Non ramassés"),
    ]
    for one, other in pairs:
        assert city.activity(one) != city.activity(other)


def test_the_strictest_key_keeps_accents_and_the_loosest_drops_the_star() -> None:
    strict, *_, loose = activity_keys("*Réclamation")
    assert (strict, loose) == ("1:*Réclamation", "5:reclamation")


@pytest.mark.parametrize("name", ["Réclamation 2025-10-23", "*Z-Réclamation", "Y - réclamation"])
def test_the_loosest_key_drops_what_the_city_adds_through_the_years(name: str) -> None:
    assert activity_keys(name)[-1] == activity_keys("Réclamation")[-1]


def test_what_sorts_last_or_looks_like_a_year_is_not_taken_for_the_whole_name() -> None:
    assert activity_keys("Ville-Marie 2030")[-2] == "4:ville marie 2030"
    assert activity_keys("2025")[-1] == "5:2025"
