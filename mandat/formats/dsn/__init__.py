"""The Déclaration sociale nominative: reading, checking, summing up and writing it."""
