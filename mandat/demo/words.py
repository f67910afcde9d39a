"""Small word lists of our own from which names and places are invented: nobody real."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from mandat.lib.text import fold

_FR_STARTS = ("Am", "Bar", "Ber", "Cha", "Cor", "Dal", "Fer", "Gau", "Jos", "Lam", "Mal", "Mon",
              "Or", "Per", "Ric", "Sal", "Tour", "Vau", "Vil", "Mer")  # fmt: skip
_FR_ENDS = ("bellin", "bichet", "caudin", "dureau", "fontel", "gerin", "landier", "lognet",
            "mandier", "navoir", "pellier", "quetin", "ravaux", "sonnel", "tignac",
            "vernois")  # fmt: skip
_NL_STARTS = ("Van Aer", "Van Bru", "Ver", "De Cor", "De Mey", "Hae", "Lan", "Mees", "Van Oer",
              "Pee", "Roe", "Stee", "Van Tij", "Wou", "Zand")  # fmt: skip
_NL_ENDS = ("broek", "deghem", "lants", "maekers", "noven", "rijcke", "steels", "velden",
            "winter", "zeele")  # fmt: skip
_FR_GIVEN = ("Adèle", "Anouk", "Bastien", "Camille", "Clément", "Élodie", "Farida", "Gaspard",
             "Inès", "Jérôme", "Karim", "Léonie", "Maxence", "Nadia", "Océane", "Pierre-Yves",
             "Romane", "Samir", "Thérèse", "Yann")  # fmt: skip
_NL_GIVEN = ("Amber", "Bram", "Dries", "Eline", "Femke", "Gilles", "Hanne", "Joris", "Katrien",
             "Lotte", "Maarten", "Noor", "Pieter", "Roos", "Sander", "Wannes")  # fmt: skip
_PLACES = ("du Lavoir", "des Halles", "du Moulin", "des Tilleuls", "du Vieux Pont", "de l'Écluse",
           "des Trois Chênes", "du Clocher", "de la Gare", "du Port", "des Charmes", "du Coteau",
           "de la Fontaine", "des Remparts", "du Verger", "de l'Étang")  # fmt: skip
_PLAATSEN = ("de Linde", "de Molen", "het Anker", "de Brug", "de Kade", "het Park", "de Toren",
             "de Vest", "het Veld", "de Zwaan", "de Sluis", "het Plein")  # fmt: skip
_FR_STREETS = ("rue des Tilleuls", "avenue du Lavoir", "place du Marché", "chemin des Vignes",
               "rue de l'Écluse", "allée des Charmes", "boulevard du Port")  # fmt: skip
_NL_STREETS = ("Lindestraat", "Molenweg", "Kerkplein", "Vaartkaai", "Parklaan", "Veldstraat",
               "Sluisstraat")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """A town and its postcode."""

    name: str
    postcode: str


FRENCH_TOWNS = (
    Town("Lyon", "69003"), Town("Villeurbanne", "69100"), Town("Rennes", "35000"),
    Town("Lille", "59000"), Town("Nantes", "44000"), Town("Dijon", "21000"),
    Town("Saint-Étienne", "42000"), Town("Grenoble", "38000"),
)  # fmt: skip
FLEMISH_TOWNS = (
    Town("Gent", "9000"), Town("Antwerpen", "2000"), Town("Brugge", "8000"),
    Town("Leuven", "3000"), Town("Mechelen", "2800"), Town("Kortrijk", "8500"),
)  # fmt: skip
WALLOON_TOWNS = (
    Town("Namur", "5000"), Town("Liège", "4000"), Town("Mons", "7000"), Town("Bruxelles", "1000"),
)  # fmt: skip

# APE of an invented employer → portfolio of the French firm, and how its name is made.
FRENCH_EMPLOYERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "1071C": ("Restauration", ("Boulangerie {place}", "Fournil {place}", "Boulangerie {family}")),
    "5610C": ("Restauration", ("Restaurant {place}", "Brasserie {place}", "La Table {place}")),
    "6201Z": ("Services", ("{family} Informatique", "Atelier numérique {place}")),
    "4321A": ("Bâtiment", ("Maçonnerie {family}", "{family} Bâtiment", "Chantiers {place}")),
    "4520A": ("Commerce", ("Garage {family}", "Garage {place}", "{family} Automobiles")),
    "6920Z": ("Services", ("Bureau {family} Conseil", "{family} et Associés")),
    "8121Z": ("Services", ("Propreté {family}", "Net Services {place}")),
    "4711B": ("Commerce", ("Épicerie {place}", "Primeurs {place}", "Épicerie {family}")),
}
# Companies without employees, then self-employed people: portfolio, APE, what stands before.
FRENCH_COMPANIES = (
    ("Commerce", "4778C", ("Galerie {place}", "Comptoir {family}", "Librairie {place}")),
    ("Services", "7022Z", ("{family} Participations", "Studio {family}", "Conseil {place}")),
    ("Bâtiment", "4332A", ("Menuiserie {family}", "Charpente {place}")),
    ("Santé", "8690E", ("Centre de soins {place}", "Optique {place}")),
)
FRENCH_TRADES = (
    ("Santé", "8690D", "Infirmerie libérale"), ("Santé", "8690E", "Kinésithérapie"),
    ("Santé", "8621Z", "Médecine générale"), ("Santé", "8623Z", "Cabinet dentaire"),
    ("Indépendants", "7410Z", "Graphisme"), ("Indépendants", "4322A", "Plomberie"),
    ("Indépendants", "7022Z", "Conseil en gestion"), ("Indépendants", "9602A", "Coiffure"),
    ("Indépendants", "7420Z", "Photographie"), ("Indépendants", "4321A", "Électricité"),
)  # fmt: skip
# Belgian ones: portfolio, NACE, names in Dutch, names in French.
BELGIAN_EMPLOYERS = (
    ("Bouw", "43999", ("Bouwwerken {family}", "Dakwerken {family}"), ("Toitures {family}",)),
    ("Handel", "47111", ("Superette {place}", "Kruidenier {place}"), ("Épicerie {place}",)),
    ("Handel", "45320", ("Garage {family}", "Fietsen {family}"), ("Garage {family}",)),
    ("Horeca", "56101", ("Brasserie {place}", "Eethuis {place}"), ("Taverne {place}",)),
    ("Zorg", "86909", ("Apotheek {place}", "Zorghuis {place}"), ("Résidence {place}",)),
)
BELGIAN_TRADES = (
    ("Zelfstandigen", "74101", "Grafisch ontwerp", "Graphisme"),
    ("Zelfstandigen", "69102", "Vertaalbureau", "Traduction"),
    ("Zelfstandigen", "96021", "Kapper", "Coiffure"),
    ("Zorg", "86905", "Kinesitherapie", "Kinésithérapie"),
    ("Bouw", "43221", "Loodgieterij", "Plomberie"),
)


def family(rng: Random, language: str) -> str:
    """An invented family name."""
    if language == "nl":
        return rng.choice(_NL_STARTS) + rng.choice(_NL_ENDS)
    return rng.choice(_FR_STARTS) + rng.choice(_FR_ENDS)


def person(rng: Random, language: str) -> str:
    """Given name and family name."""
    given = _NL_GIVEN if language == "nl" else _FR_GIVEN
    return f"{rng.choice(given)} {family(rng, language)}"


def company(rng: Random, patterns: tuple[str, ...], language: str) -> str:
    """A company's name after one of the patterns."""
    place = rng.choice(_PLAATSEN if language == "nl" else _PLACES)
    name = rng.choice(patterns).format(family=family(rng, language), place=place)
    return name[0].upper() + name[1:]


def street(rng: Random, language: str) -> str:
    """A street and a house number, as that language writes them."""
    number = rng.randrange(1, 120)
    if language == "nl":
        return f"{rng.choice(_NL_STREETS)} {number}"
    return f"{number} {rng.choice(_FR_STREETS)}"


def town(rng: Random, country: str, language: str) -> Town:
    """A town of that country where the language is spoken."""
    if country == "FR":
        return rng.choice(FRENCH_TOWNS)
    return rng.choice(FLEMISH_TOWNS if language == "nl" else WALLOON_TOWNS)


def phone(rng: Random, country: str) -> str:
    """A number in the ranges that France keeps for fiction, or one nobody can have in Belgium."""
    if country == "FR":
        return f"01 99 00 {rng.randrange(100):02d} {rng.randrange(100):02d}"
    return f"+32 0 {rng.randrange(100):02d} {rng.randrange(100):02d} {rng.randrange(100):02d}"


def address(name: str) -> str:
    """An e-mail address that reaches nobody."""
    return f"{fold(name).replace(' ', '.')}@example.test"
