"""What the office knows: companies and persons, their accounts, amounts due, establishments, contacts."""
