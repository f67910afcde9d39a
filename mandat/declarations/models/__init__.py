"""The nouns of declarations."""

from mandat.declarations.models.anomaly import Anomaly
from mandat.declarations.models.declaration import Declaration, DeclaredAmount
from mandat.declarations.models.file import DeclarationFile, FileDrop

__all__ = ["Anomaly", "Declaration", "DeclarationFile", "DeclaredAmount", "FileDrop"]
