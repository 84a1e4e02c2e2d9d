"""Location text as citizens write it (REQUIREMENTS §3, §4; PV-36, PV-37)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.domain.borough_names import ISLAND, MONTREAL_BOROUGHS, BoroughNames
from intake.domain.place_text import Form, postal_code_in, read_place, tidy
from intake.domain.street_names import read_street

# text -> form and streets, then what else is read of it
READ = [
    ("13665, boul. de Pierrefonds", "address: boulevard pierrefonds", "number 13665"),
    ("13665 blvd Pierrefonds O.", "address: boulevard pierrefonds ouest", "number 13665"),
    ("14150 Gouin Ouest", "address: gouin ouest", "number 14150"),
    ("14150, boul. Gouin Ouest, H8Z 1X3", "address: boulevard gouin ouest", "postal H8Z 1X3"),
    ("14150 boulevard gouin o h8z1x3", "address: boulevard gouin ouest", "postal H8Z 1X3"),
    ("14150 W. Gouin Blvd", "address: boulevard w gouin", "number 14150"),
    ("14150 Gouin Blvd. West", "address: boulevard gouin ouest", "number 14150"),
    ("4521 rue Fabre app. 3", "address: rue fabre", "unit 3"),
    ("4521, rue Fabre, apt. B", "address: rue fabre", "unit b"),
    ("4521 Fabre #12", "address: fabre", "unit 12"),
    ("#12-4521 rue Fabre", "address: rue fabre", "unit 12"),
    ("4521A rue Fabre", "address: rue fabre", "number 4521a"),
    ("4521 A rue Fabre", "address: rue fabre", "number 4521a"),
    ("110-395 Rue des Érables", "address: rue erables", "number 110-395"),
    ("123 - 125 rue Rachel Est", "address: rue rachel est", "number 123-125"),
    ("275, rue Notre-Dame Est, bureau 100", "address: rue notre dame est", "unit 100"),
    ("123 14e avenue", "address: avenue 14e", "number 123"),
    ("14e avenue", "address: avenue 14e", ""),
    ("14e Av.", "address: avenue 14e", ""),
    ("14ième avenue", "address: avenue 14e", ""),
    ("14th Avenue", "address: avenue 14e", ""),
    ("avenue 14e", "address: avenue 14e", ""),
    ("14 avenue", "address: avenue 14e", ""),
    ("1re Avenue", "address: avenue 1e", ""),
    ("1ère avenue", "address: avenue 1e", ""),
    ("1st Ave", "address: avenue 1e", ""),
    ("boulevard Crémazie", "address: boulevard cremazie", ""),
    ("BOUL CREMAZIE", "address: boulevard cremazie", ""),
    ("ch. de la Côte-Saint-Luc", "address: chemin cote saint luc", ""),
    ("Queen Mary Road", "address: chemin queen mary", ""),
    ("pl. d'Armes", "address: place armes", ""),
    ("terr. Ontario", "address: terrasse ontario", ""),
    ("rue St-Antoine O", "address: rue saint antoine ouest", ""),
    ("Ste-Catherine St. W.", "address: rue sainte catherine ouest", ""),
    ("St Denis St", "address: rue saint denis", ""),
    ("rue de l'Église", "address: rue eglise", ""),
    ("avenue de l'Est", "address: avenue est", ""),
    ("rue du Sacré-Cœur", "address: rue sacre coeur", ""),
    ("devant le 13665 boul. Gouin O", "address: boulevard gouin ouest", "number 13665"),
    ("en face du 13665, boul. Gouin O", "address: boulevard gouin ouest", "number 13665"),
    ("13665\nboul. Gouin O\nPierrefonds", "address: boulevard gouin ouest",
     "borough pierrefonds-roxboro"),
    ("coin Gouin et Saint-Jean", "corner: gouin, saint jean", ""),
    ("au coin de Gouin et St-Jean", "corner: gouin, saint jean", ""),
    ("Gouin / St-Jean", "corner: gouin, saint jean", ""),
    ("Gouin/St-Jean", "corner: gouin, saint jean", ""),
    ("Gouin x St-Jean", "corner: gouin, saint jean", ""),
    ("Gouin - Saint-Jean", "corner: gouin, saint jean", ""),
    ("angle Gouin & St Jean", "corner: gouin, saint jean", ""),
    ("GOUIN COIN ST-JEAN", "corner: gouin, saint jean", ""),
    ("Gouin, angle Saint-Jean", "corner: gouin, saint jean", ""),
    ("Gouin à l'angle de Saint-Jean", "corner: gouin, saint jean", ""),
    ("à l'angle des rues Gouin et St-Jean", "corner: gouin, saint jean", ""),
    ("intersection de Gouin et Saint-Jean", "corner: gouin, saint jean", ""),
    ("intersection Gouin/St-Jean", "corner: gouin, saint jean", ""),
    ("coin nord-est de Gouin et Saint-Jean", "corner: gouin, saint jean", ""),
    ("at the corner of Gouin and St. Jean", "corner: gouin, saint jean", ""),
    ("corner Gouin & St-Jean", "corner: gouin, saint jean", ""),
    ("Gouin at St-Jean", "corner: gouin, saint jean", ""),
    ("Gouin Blvd and St-Jean Blvd", "corner: boulevard gouin, boulevard saint jean", ""),
    ("boul. Gouin et boul. St-Jean", "corner: boulevard gouin, boulevard saint jean", ""),
    ("Gouin et Saint-Jean, près du pont", "corner: gouin, saint jean", ""),
    ("Gouin et Saint-Jean devant l'école", "corner: gouin, saint jean", ""),
    ("Gouin et St-Jean à Pierrefonds", "corner: gouin, saint jean", "borough pierrefonds-roxboro"),
    ("Gouin et St-Jean, Montréal (Québec)", "corner: gouin, saint jean", ""),
    ("5e avenue et Bannantyne, Verdun", "corner: avenue 5e, bannantyne", "borough verdun"),
    ("Verdun, 5e avenue et Bannantyne", "corner: avenue 5e, bannantyne", "borough verdun"),
    ("Viau et Ontario dans Hochelaga", "corner: viau, ontario",
     "borough mercier-hochelaga-maisonneuve"),
    ("Van Horne & Clanranald, NDG", "corner: van horne, clanranald",
     "borough cote-des-neiges-notre-dame-de-grace"),
    ("coin Jarry, Saint-Laurent", "corner: jarry, saint laurent", ""),
    ("Jarry, Saint-Laurent", "address: jarry", "borough saint-laurent"),
    ("Mont-Royal, coin Saint-Denis", "corner: saint denis, mont royal", ""),
    ("Saint-Denis entre Villeray et Gounod", "segment: saint denis, villeray, gounod", ""),
    ("Masson (entre 6e avenue et 7e avenue)", "segment: masson, avenue 6e, avenue 7e", ""),
    ("Clark between Beaubien and St-Zotique", "segment: clark, beaubien, saint zotique", ""),
    ("Gouin et Saint-Jean, Laval", "corner: gouin, saint jean", "rest Laval"),
    ("2545, rue De Lorimier, Longueuil, QC", "address: rue lorimier", "rest Longueuil"),
    ("Gouin et Saint-Jean et Pierrefonds", "nothing: ", "rest Gouin et Saint-Jean et Pierrefonds"),
    ("Mercier - Hochelaga-Maisonneuve", "nothing: ", "borough mercier-hochelaga-maisonneuve"),
    ("???", "nothing: ", ""),
    ("", "nothing: ", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what", "more"), READ, ids=[one[0] or "empty" for one in READ])
def test_a_place_is_read_as_citizens_write_it(text: str, what: str, more: str) -> None:
    read = read_place(text)
    assert f"{read.form.value}: {', '.join(map(str, read.streets))}" == what
    field, _, value = more.partition(" ")
    told = {
        "number": read.number, "unit": read.unit, "postal": read.postal_code,
        "borough": read.borough, "rest": read.rest, "": "",
    }  # fmt: skip
    assert told[field] == value
    assert len(READ) >= 60


def test_what_is_not_said_is_not_read() -> None:
    read = read_place("boulevard Gouin")
    assert (read.number, read.unit, read.postal_code, read.borough) == (None, None, None, None)
    assert (read.rest, read.streets[0].direction) == ("", "")


# Names, the unit strings of the City's rows, and the traps of §3, by slug.
NAMED = {
    "ahuntsic-cartierville": ["Ahuntsic-Cartierville", "AHUNTSIC-CARTIERVILLE",
                              "Ahuntsic - Cartierville"],
    "anjou": ["Anjou", "ANJOU", "arrondissement d'Anjou"],
    "cote-des-neiges-notre-dame-de-grace": ["Côte-des-Neiges-Notre-Dame-de-Grâce",
        "COTE-DES-NEIGES - NOTRE-DAME-DE-GRÂCE", "COTE-DES-NEIGES",
        "Côte-des-Neiges–Notre-Dame-de-Grâce"],
    "l-ile-bizard-sainte-genevieve": ["L'Île-Bizard-Sainte-Geneviève",
        "L ÎLE BIZARD - STE-GENEVIÈVE", "L’Île-Bizard – Sainte-Geneviève", "île bizard"],
    "lasalle": ["LaSalle", "LASALLE", "La Salle"],
    "lachine": ["Lachine", "LACHINE"],
    "le-plateau-mont-royal": ["Le Plateau-Mont-Royal", "PLATEAU-MONT-ROYAL", "le Plateau"],
    "le-sud-ouest": ["Le Sud-Ouest", "SUD-OUEST", "Arrondissement du Sud-Ouest"],
    "mercier-hochelaga-maisonneuve": ["Mercier-Hochelaga-Maisonneuve",
        "Mercier - Hochelaga-Maisonneuve", "MERCIER - HOCHELAGA-MAISONNEUVE",
        "Mercier -  Hochelaga-Maisonneuve"],
    "montreal-nord": ["Montréal-Nord", "MONTREAL-NORD", "Montreal North"],
    "outremont": ["Outremont", "OUTREMONT"],
    "pierrefonds-roxboro": ["Pierrefonds-Roxboro", "PIERREFONDS - ROXBORO", "Pierrefonds"],
    "riviere-des-prairies-pointe-aux-trembles": ["Rivière-des-Prairies-Pointe-aux-Trembles",
        "RIVIÈRE-DES-PRAIRIES - POINTE-AUX-TREMBLES", "RDP"],
    "rosemont-la-petite-patrie": ["Rosemont-La Petite-Patrie", "ROSEMONT - LA PETITE-PATRIE"],
    "saint-laurent": ["Saint-Laurent", "ST-LAURENT", "SAINT-LAURENT", "St. Laurent"],
    "saint-leonard": ["Saint-Léonard", "SAINT-LÉONARD", "st leonard"],
    "verdun": ["Verdun", "VERDUN", "ARRONDISSEMENT DE VERDUN"],
    "ville-marie": ["Ville-Marie", "VILLE-MARIE", "  ville   marie "],
    "villeray-saint-michel-parc-extension": ["Villeray-Saint-Michel-Parc-Extension",
        "VILLERAY - ST-MICHEL - PARC-EXTENSION", "Villeray-Saint-Michel - Parc-Extension"],
}  # fmt: skip


def test_every_borough_of_the_city_is_tried() -> None:
    assert set(NAMED) == MONTREAL_BOROUGHS
    assert len(NAMED) == 19


@pytest.mark.parametrize(("slug", "text"), [(s, t) for s, texts in NAMED.items() for t in texts])
def test_each_spelling_of_a_borough_gives_its_one_slug(slug: str, text: str) -> None:
    assert ISLAND.named(text) == slug
    assert read_place(f"coin Gouin et Saint-Jean, {text}").borough == slug


def test_a_linked_city_is_none_of_ours_and_montreal_names_no_borough() -> None:
    assert ISLAND.named("Westmount") == "westmount" not in MONTREAL_BOROUGHS
    assert ISLAND.named("Montréal") is None


def test_a_counter_beside_the_island_is_known_by_its_name() -> None:
    names = BoroughNames({"prevost": "Prévost", "montreal": "Montréal"})
    assert names.named("PREVOST") == "prevost"
    assert names.named("Montréal") is None
    assert read_place("Station et Principale, Prévost", names).borough == "prevost"


LETTERS = st.sampled_from("ABCEGHJKLMNPRSTVXY")
LATER = st.sampled_from("ABCEGHJKLMNPRSTVWXYZ")
DIGITS = st.sampled_from("0123456789")
GAPS = st.sampled_from(["", " ", "  ", "\t", "\u00a0"])
SPELT = st.text("abeghinorstuvéÉ'’.,-/&#() 0123456789StETBLVDcoinangle\n", max_size=60)


@given(LETTERS, DIGITS, LATER, DIGITS, LATER, DIGITS, GAPS, GAPS, GAPS, st.booleans())
def test_a_postal_code_survives_any_spacing_and_case(
    a: str, b: str, c: str, d: str, e: str, f: str, one: str, two: str, three: str, small: bool
) -> None:
    written = f"{a}{one}{b}{c}{two}{d}{three}{e}{f}"
    printed = f"{a}{b}{c} {d}{e}{f}"
    written = written.lower() if small else written
    assert postal_code_in(f"rue Viau, {written}.") == printed
    assert read_place(f"4521 rue Viau {written}").postal_code == printed


@pytest.mark.parametrize(
    "text", ["D1A 1A1", "H9A 2O4", "Z1Z 1Z1", "W1A 1A1", "XH9A 2Z4", "H9A 2Z45"]
)
def test_what_is_no_postal_code_is_not_read_as_one(text: str) -> None:
    assert postal_code_in(text) is None


@given(st.text(max_size=400) | SPELT)
def test_reading_never_raises_and_reading_again_changes_nothing(text: str) -> None:
    read = read_place(text)
    assert tidy(tidy(text)) == tidy(text)
    assert read_place(read.display) == read
    assert (read.form is Form.NOTHING) == (read.streets == ())


@given(st.text(max_size=80) | SPELT)
def test_a_street_in_its_one_form_stays_as_it_is(text: str) -> None:
    street = read_street(text)
    assert street is None or read_street(str(street)) == street
