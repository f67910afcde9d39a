"""Files of the administration: bytes in, records and problem codes out; no Django."""
