"""The official control report (« bilan de contrôle »), as its XML schema of 2013 wants it.

One document describes one envoi. Only the root is in the schema's name space; what is inside has
none. People are masked: the schema asks for a national number and names, not for true ones.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias
from xml.sax.saxutils import escape

from mandat.formats.dsn.collector import MASK
from mandat.formats.dsn.model import Level, Problem
from mandat.formats.dsn.norms import labels
from mandat.formats.dsn.report.examine import DeclarationFacts, EnvoiFacts, FileReport
from mandat.formats.dsn.report.grouping import at_least
from mandat.formats.dsn.report.paths import shown_path
from mandat.formats.dsn.texts import explain_problem

NAMESPACE = "http://www.cnav.fr/xsd/current/"
PROFILE, VERSION = "DSN", "P01V01R04"
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Content: TypeAlias = "str | int | list[Element]"
Element: TypeAlias = "tuple[str, Content]"


def control_reports(report: FileReport, level: Level, language: str) -> Iterator[str]:
    """One document for each envoi; one, too, for a file that is no DSN."""
    problems = at_least(report.problems, level)
    if not report.envois:
        yield _document(_Writer(report, None, problems, language).root())
    for envoi in report.envois:
        mine = [each for each in problems if _envoi_of(each, report.envois) == envoi.rank]
        yield _document(_Writer(report, envoi, mine, language).root())


def _envoi_of(problem: Problem, envois: Sequence[EnvoiFacts]) -> int:
    """The rank of the envoi a problem belongs to: that of its declaration, else of its line."""
    for envoi in envois:
        if any(each.rank == problem.declaration for each in envoi.declarations):
            return envoi.rank
    begun = [envoi.rank for envoi in envois if envoi.first_line <= problem.line]
    return begun[-1] if begun else envois[0].rank


class _Writer:
    """What goes into one document."""

    def __init__(
        self,
        report: FileReport,
        envoi: EnvoiFacts | None,
        problems: Sequence[Problem],
        language: str,
    ) -> None:
        self.report = report
        self.envoi = envoi
        self.declarations = envoi.declarations if envoi else ()
        self.problems = problems
        self.language = language
        ranks = {each.rank for each in self.declarations}
        self.general = [each for each in problems if each.declaration not in ranks]
        self.alike = Counter((each.code, each.declaration) for each in problems)

    def root(self) -> list[Element]:
        """The envoi, then its declarations."""
        return [
            ("envoi", self._envoi()),
            *(("declaration", self._declaration(each)) for each in self.declarations),
        ]

    # ---- the envoi

    def _envoi(self) -> list[Element]:
        anomalies = [("envoi_anomalie", self._anomaly(each, "")) for each in self.general]
        return [
            ("envoi_identification", self._identification()),
            ("envoi_bilan", self._balance()),
            *anomalies,
        ]

    def _identification(self) -> list[Element]:
        envoi = self.envoi
        said = envoi.header if envoi else {}
        optional = {"version_logiciel": said.get("003"), "code_conformite": said.get("004")}
        return [
            ("identifiant", shown_path(self.report.path).rpartition("/")[2]),
            ("version_norme", said.get("006", "")),
            ("point_de_depot", said.get("007", "")),
            ("type_envoi", said.get("008", "")),
            ("essai_reel", said.get("005", "")),
            ("emetteur_siret", envoi.emitter_siret if envoi else ""),
            ("nom_logiciel", said.get("001", "")),
            ("editeur_logiciel", said.get("002", "")),
            *((name, value) for name, value in optional.items() if value),
        ]

    def _balance(self) -> list[Element]:
        numbers = {
            "generale": len(self.general),
            "declaration": len(self.problems) - len(self.general),
            "total": len(self.problems),
        }
        # The schema wants the counters above zero only, and yet at least one of them.
        shown = {name: number for name, number in numbers.items() if number} or {"total": 0}
        people = sum(each.individuals for each in self.declarations)
        is_refused = not self.envoi or _is_refused(self.problems)
        found: list[Element] = [
            ("envoi_etat", _state(is_refused=is_refused)),
            ("envoi_contenu", [("declarations", len(self.declarations)), ("salaries", people)]),
        ]
        for name, number in shown.items():
            found.append(("envoi_compteurs", [("envoi_categorie", name), ("nombre", number)]))
        return found

    # ---- declarations

    def _declaration(self, each: DeclarationFacts) -> list[Element]:
        mine = [problem for problem in self.problems if problem.declaration == each.rank]
        return [
            ("declaration_identification", _identified(each)),
            ("declaration_bilan", _weighed(each, mine)),
            *(("declaration_anomalie", self._anomaly(problem, each.nature)) for problem in mine),
        ]

    def _anomaly(self, problem: Problem, nature: str) -> list[Element]:
        said = explain_problem(problem, self.language, nature)
        found: list[Element] = [
            (
                "description",
                [
                    ("code", official_code(problem.code)),
                    ("categorie", _category(problem)),
                    ("message", f"{said.what}. {said.fix}".strip()),
                    ("numero_ligne", problem.line),
                    ("nombre", self.alike[problem.code, problem.declaration]),
                ],
            )
        ]
        if problem.rubric:
            rubrics = [("rubrique_declenchante", _rubric(problem.rubric, problem.value))]
            rubrics += [("rubrique_associee", _rubric(e.rubric, e.value)) for e in problem.compared]
            found.append(("valeurs", [*rubrics]))
        if problem.individual and problem.declaration:
            found.append(("environnement", [("salarie", _person(problem.individual))]))
        return found


def official_code(code: str) -> str:
    """`S21.G00.06.002/CSL-11` → `S21.G00.06.002-CSL11`; a code of ours stays as it is."""
    rubric, slash, rule = code.partition("/")
    return f"{rubric}-{rule.replace('-', '')}" if slash else code


def _identified(each: DeclarationFacts) -> list[Element]:
    nic = each.siret[9:]
    optional: dict[str, str] = {
        "ordre": _whole(each.order),
        "mois": each.main_month,
        "id_annulation": _whole(each.replaces),
    }
    return [
        ("rang", each.rank),
        ("nature", each.nature),
        ("type", each.type),
        ("fraction", _whole(each.fraction) or "0"),
        *((name, value) for name, value in optional.items() if value),
        ("date_fichier", each.file_date),
        ("SIREN", each.siren),
        ("nic_siege", each.nic_head),
        *([("nic_affectation", nic)] if nic else []),
    ]


def _weighed(each: DeclarationFacts, problems: Sequence[Problem]) -> list[Element]:
    numbers = Counter(map(_category, problems))
    state = _state(is_refused=_is_refused(problems))
    counters: list[list[Element]] = [
        [("categorie", name), ("nombre", numbers[name])]
        for name in ("bloquant", "non-bloquant")
        if numbers[name]
    ] or [[("categorie", "bloquant"), ("nombre", 0)]]
    return [
        ("etat", state),
        ("declaration_contenu", [("salaries", each.individuals)]),
        *(("declaration_compteurs", counter) for counter in counters),
        ("niveau_conformite", [("etat_conformite", state)]),
    ]


def _person(rank: int) -> list[Element]:
    return [
        ("rang_salarie", rank),
        ("NIR", MASK),
        ("nom", MASK),
        ("nom_usage", MASK),
        ("prenom", MASK),
    ]


def _rubric(rubric: str, value: str) -> list[Element]:
    label = labels().get(rubric)
    return [
        ("identifiant", rubric),
        *([("libelle", label)] if label else []),
        ("valeur", value),
    ]


def _category(problem: Problem) -> str:
    return "bloquant" if problem.level == "blocking" else "non-bloquant"


def _is_refused(problems: Iterable[Problem]) -> bool:
    return any(problem.level == "blocking" for problem in problems)


def _state(*, is_refused: bool) -> str:
    return "KO" if is_refused else "OK"


def _whole(text: str) -> str:
    """The text when it is what the schema takes for a whole number, else nothing."""
    return text if text.isascii() and text.isdigit() else ""


# ---- XML


def _document(content: list[Element]) -> str:
    head = f'<cnav:rapport xmlns:cnav="{NAMESPACE}" profil="{PROFILE}" version="{VERSION}">'
    body = "".join(_lines(content, 1))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}</cnav:rapport>\n'


def _lines(content: list[Element], depth: int) -> Iterator[str]:
    margin = " " * depth
    for name, value in content:
        if isinstance(value, list):
            yield f"{margin}<{name}>\n"
            yield from _lines(value, depth + 1)
            yield f"{margin}</{name}>\n"
        else:
            text = escape(_UNFIT.sub("\ufffd", str(value)))
            yield f"{margin}<{name}>{text}</{name}>\n"
