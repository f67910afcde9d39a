"""Mandat: where accounting firms look after their clients' social-security and payroll affairs."""

__version__ = "0.1.0"
