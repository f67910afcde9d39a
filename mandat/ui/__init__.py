"""The face of Mandat: base page, components, icons, charts and the tokens of its style."""
