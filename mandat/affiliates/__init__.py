"""What the office knows: affiliates, their accounts, amounts due, contacts."""
