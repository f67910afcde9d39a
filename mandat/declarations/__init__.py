"""Declarations received, their amounts, figures and anomalies."""
