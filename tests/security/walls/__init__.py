"""Who may do what, as a matrix of every route and every event with every kind of stranger. Rows stand in `tests/security/matrix`."""
