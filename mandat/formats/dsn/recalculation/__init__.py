"""What the collecting body checks afterwards, with its dated tables."""
