"""Sentences for the problems of an affiliates file, made where a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandat.affiliates.reports import Problem

_SENTENCES: Final[Mapping[str, Any]] = {
    "empty": gettext_lazy("The file is empty."),
    "not_a_table": gettext_lazy("This is not a CSV file: save the sheet as CSV and try again."),
    "encoding": gettext_lazy("The text cannot be read: save the file as UTF-8 CSV."),
    "quotes": gettext_lazy("A quotation mark is opened here and never closed, or stands wrong."),
    "too_many_lines": gettext_lazy("The file has more lines than can be loaded here."),
    "too_large": gettext_lazy("The file is larger than what can be loaded here."),
    "no_record": gettext_lazy("The column “record” is missing."),
    "no_affiliate": gettext_lazy("The column “affiliate” is missing."),
    "column": gettext_lazy("This column is not known."),
    "column_twice": gettext_lazy("This column stands twice."),
    "cells": gettext_lazy("This line has more cells than there are columns."),
    "record": gettext_lazy(
        "The kind of line is one of affiliate, account, amount, establishment, contact."
    ),
    "twice": gettext_lazy("Another line of the file is about the same thing."),
    "missing": gettext_lazy("This must be filled."),
    "unknown": gettext_lazy("Neither the file nor the office knows it."),
    "which_account": gettext_lazy("Several accounts have this number: say the kind of account."),
    "other_affiliate": gettext_lazy("This establishment belongs to another company."),
    "order": gettext_lazy("It closes before it opens."),
    "characters": gettext_lazy("There are signs here that do not belong."),
    "too_long": gettext_lazy("This is too long."),
    "choice": gettext_lazy("This word is not one of those possible here."),
    "yes_or_no": gettext_lazy("Write yes or no."),
    "date": gettext_lazy("Write a date that exists, as 2026-09-05 or 05/09/2026."),
    "period": gettext_lazy("Write a month such as 2026-09 or a quarter such as 2026-Q3."),
    "amount": gettext_lazy("Write an amount such as 1 234,56."),
    "email": gettext_lazy("This is not an e-mail address."),
    "number_empty": gettext_lazy("The number is missing."),
    "number_length": gettext_lazy("The number has too many or too few digits."),
    "number_characters": gettext_lazy("There are signs in the number that do not belong."),
    "number_zeros": gettext_lazy("A number is never all zeros."),
    "number_prefix": gettext_lazy("A number of this kind does not begin so."),
    "number_key": gettext_lazy("The check digits are wrong: something was mistyped."),
    "number_sex": gettext_lazy("The first digit of the number does not exist."),
    "number_month": gettext_lazy("The month in the number does not exist."),
    "number_date": gettext_lazy("The date in the number does not exist."),
    "number_counter": gettext_lazy("The order number in the number does not exist."),
}


def sentence(problem: Problem) -> str:
    """What is wrong, in the reader's language; it never repeats what was typed."""
    return str(_SENTENCES.get(problem.code, _("This cannot be read.")))


def known_codes() -> frozenset[str]:
    """The codes that have a sentence of their own."""
    return frozenset(_SENTENCES)
