"""The nouns of declarations."""

from mandat.declarations.models.anomaly import Anomaly
from mandat.declarations.models.declaration import Declaration, DeclaredAmount
from mandat.declarations.models.file import DeclarationFile, FileDrop
from mandat.declarations.models.step import AnomalyStep, NeverChanged
from mandat.declarations.models.trace import DeclarationTrace

__all__ = [
    "Anomaly",
    "AnomalyStep",
    "Declaration",
    "DeclarationFile",
    "DeclarationTrace",
    "DeclaredAmount",
    "FileDrop",
    "NeverChanged",
]
