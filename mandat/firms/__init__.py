"""People and rights: users, firms, members, portfolios, grants, offices, staff, audit."""
