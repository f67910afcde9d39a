"""Small lists of our own from which companies and people are invented: nobody real."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from mandat.formats.dsn.generate.people import Address, Job

BANK, BRANCH = "99999", "00001"
BIC = "ZZZZFRPPXXX"
"""A bank nobody has: accounts get right keys and lead nowhere."""

PENSION_SIRET = "99999999900017"
"""An Agirc-Arrco institution that does not exist."""

_STARTS = ("Ar", "Bel", "Cor", "Dan", "Fon", "Gar", "Lor", "Mar", "Mon", "Ner", "Per", "Ros",
           "Sau", "Ter", "Val", "Ver", "D'Or", "Hé", "Clé", "Fré")  # fmt: skip
_ENDS = ("bertois", "celin", "dier", "fondat", "gnieux", "laquet", "montel", "nardeau", "quiron",
         "telier", "vaudin", "rivault", "ssandre", "bousquin", "chenais", "ligny")  # fmt: skip
_WOMEN = ("Adèle", "Anouk", "Camille", "Clémence", "Élise", "Inès", "Jeanne", "Léonie", "Maëlle",
          "Nadia", "Océane", "Romane", "Sabine", "Yasmine")  # fmt: skip
_MEN = ("Adrien", "Baptiste", "Damien", "Étienne", "Farid", "Gaspard", "Joël", "Karim", "Léon",
        "Mathis", "Noé", "Rémi", "Simon", "Tristan")  # fmt: skip
_STREETS = ("rue des Tilleuls", "avenue du Lavoir", "place du Marché", "chemin des Vignes",
            "rue de l'Écluse", "allée des Charmes", "boulevard du Port", "rue Basse")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """A town, its department, the Urssaf it depends on, its INSEE code."""

    name: str
    postcode: str
    department: str
    urssaf: str
    commune: str


TOWNS = (
    Town("LYON", "69003", "69", "79484650100011", "69383"),
    Town("PARIS", "75011", "75", "78861779300013", "75111"),
    Town("RENNES", "35000", "35", "75375957000017", "35238"),
    Town("LILLE", "59000", "59", "75367340900011", "59350"),
    Town("NANTES", "44000", "44", "53510475600015", "44109"),
    Town("TOULOUSE", "31000", "31", "53514650000017", "31555"),
    Town("BORDEAUX", "33000", "33", "78877877700011", "33063"),
    Town("DIJON", "21000", "21", "79471473300019", "21231"),
)


@dataclass(frozen=True, slots=True)
class Trade:
    """What a company does: APE, agreement, accident risk and rate, the jobs one has there."""

    name: str
    ape: str
    idcc: str
    accident_code: str
    accident_rate: int
    jobs: tuple[Job, ...]


_SECRETARY = Job("542a", "Secrétaire de direction", "06", 222_000)

TRADES = (
    Trade("Boulangerie", "1071C", "0843", "158CD", 2_310, (
        Job("636c", "Boulanger", "07", 215_000),
        Job("554a", "Vendeuse en boulangerie", "06", 188_000),
        Job("636c", "Pâtissier", "07", 225_000),
    )),
    Trade("Restauration", "5610C", "1501", "553BC", 1_900, (
        Job("561d", "Employé polyvalent", "06", 186_500),
        Job("636d", "Cuisinier", "07", 221_000),
        Job("561b", "Serveur", "06", 190_000),
    )),
    Trade("Informatique", "6201Z", "1486", "741GD", 700, (
        Job("388a", "Ingénieur logiciel", "04", 412_000),
        Job("388a", "Chef de projet", "04", 478_000),
        _SECRETARY,
    )),
    Trade("Maçonnerie", "4321A", "1597", "452BE", 5_350, (
        Job("632a", "Maçon qualifié", "07", 232_000),
        Job("681a", "Manoeuvre", "07", 189_000),
        Job("621a", "Chef d'équipe", "07", 274_000),
    )),
    Trade("Garage", "4520A", "1090", "501ZF", 2_140, (
        Job("634c", "Mécanicien automobile", "07", 223_000),
        Job("653a", "Magasinier", "07", 205_000),
        _SECRETARY,
    )),
    Trade("Expertise", "6920Z", "0787", "741GD", 700, (
        Job("373c", "Responsable de dossiers", "04", 352_000),
        Job("542a", "Assistante comptable", "06", 231_000),
        _SECRETARY,
    )),
    Trade("Propreté", "8121Z", "3043", "747ZF", 3_070, (
        Job("684a", "Agent de propreté", "07", 185_000),
        Job("684a", "Agent machiniste", "07", 195_000),
    )),
    Trade("Épicerie", "4711B", "2216", "521BC", 1_720, (
        Job("552a", "Caissière", "06", 186_000),
        Job("554a", "Vendeur", "06", 192_000),
        Job("653a", "Réceptionnaire", "07", 201_000),
    )),
)  # fmt: skip


TEMP_AGENCY = Trade("Intérim", "7820Z", "2378", "745BD", 3_400, (
    Job("676c", "Manutentionnaire", "07", 188_000),
    Job("542a", "Assistante d'agence", "06", 215_000),
))  # fmt: skip
"""An agency for temporary work: the accident code of its people is imposed (40.040/CCH-12)."""


def pick_family(rng: Random) -> str:
    """An invented family name, in capitals."""
    return f"{rng.choice(_STARTS)}{rng.choice(_ENDS)}".upper()


def pick_given(rng: Random, *, female: bool) -> str:
    """A given name, in capitals."""
    names: Sequence[str] = _WOMEN if female else _MEN
    return rng.choice(names).upper()


def pick_address(rng: Random, town: Town) -> Address:
    """An address in a town."""
    return Address(
        f"{rng.randrange(1, 90)} {rng.choice(_STREETS)}".upper(), town.postcode, town.name
    )


def make_iban(rng: Random) -> str:
    """A French IBAN with right keys (RIB and IBAN) at the bank nobody has."""
    return iban(rng.randrange(10**11))


def iban(number: int) -> str:
    """The IBAN of an account, of at most eleven figures, at the bank nobody has."""
    account = f"{number:011d}"
    rib = 97 - (89 * int(BANK) + 15 * int(BRANCH) + 3 * int(account)) % 97
    bban = f"{BANK}{BRANCH}{account}{rib:02d}"
    check = 98 - int(f"{bban}152700") % 97  # FR00, letters as numbers
    return f"FR{check:02d}{bban}"
