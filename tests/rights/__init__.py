"""Rights changed at random, and what the words of the promise say of them."""
