"""Makes conformant DSN files from a seed: invented companies, their people, their months.

Everything here is fiction for tests and demonstrations. Rates and ceilings are close to those in
force, so that amounts look right and agree with each other; they are no reference for a payroll.
"""

from mandat.formats.dsn.generate.events import (
    Replaced,
    end_of_contract,
    return_to_work,
    sick_leave,
)
from mandat.formats.dsn.generate.life import Life, LifeFile, company_life, make_company
from mandat.formats.dsn.generate.monthly import monthly
from mandat.formats.dsn.generate.people import (
    Absence,
    Address,
    Company,
    Contract,
    Emitter,
    Employee,
    Establishment,
    Exit,
    Job,
    Leave,
    single_site,
)
from mandat.formats.dsn.generate.shapes import SHAPES, generate, write_large

__all__ = [
    "SHAPES",
    "Absence",
    "Address",
    "Company",
    "Contract",
    "Emitter",
    "Employee",
    "Establishment",
    "Exit",
    "Job",
    "Leave",
    "Life",
    "LifeFile",
    "Replaced",
    "company_life",
    "end_of_contract",
    "generate",
    "make_company",
    "monthly",
    "return_to_work",
    "sick_leave",
    "single_site",
    "write_large",
]
