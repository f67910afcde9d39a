"""Says what an envoi and a declaration are, from the rubrics of their heads."""

from mandat.formats.dsn.model import Block, Declaration, Envoi
from mandat.formats.dsn.values import count, day, month

_EMPTY = Block("", 0)


def fill_declaration(declaration: Declaration) -> None:
    """Nature, type, month, company and establishment, read from blocks 05, 06 and 11."""
    root = declaration.root
    company = next(root.blocks("S21.G00.06"), _EMPTY)
    establishment = next(root.blocks("S21.G00.11"), _EMPTY)
    declaration.nature = root.value("001")
    declaration.type = root.value("002")
    declaration.fraction = root.value("003")
    declaration.order = root.value("004")
    declaration.replaces = root.value("006")
    declaration.file_date = day(root.value("007"))
    # An event has no main month (S20.G00.05.005 is forbidden there).
    declaration.month = month(root.value("005")) or month(root.value("007"))
    declaration.siren = company.value("001")
    declaration.nic_head = company.value("002")
    nic = establishment.value("001")
    declaration.siret = declaration.siren + nic if declaration.siren and nic else ""
    declaration.ape = establishment.value("002") or company.value("003")


def fill_envoi(envoi: Envoi) -> None:
    """Norm, test flag, software, emitter and totals, read from blocks S10 and S90."""
    header = envoi.header
    emitter = next(header.blocks("S10.G00.01"), _EMPTY)
    envoi.norm = header.value("006")
    envoi.is_test = header.value("005") == "01"
    envoi.is_neant = header.value("008") == "02"
    envoi.software = " ".join(part for part in (header.value("001"), header.value("003")) if part)
    envoi.emitter_siren = emitter.value("001")
    nic = emitter.value("002")
    envoi.emitter_siret = envoi.emitter_siren + nic if envoi.emitter_siren and nic else ""
    envoi.emitter_name = emitter.value("003")
    if envoi.trailer is not None:
        envoi.stated_rubrics = count(envoi.trailer.value("001"))
        envoi.stated_declarations = count(envoi.trailer.value("002"))
