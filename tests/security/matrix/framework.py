"""Events that Reflex brings along, and why each is harmless: none of them reads the database, none writes a state of ours."""

from tests.security.walls.rows import Row

BUILT_IN = {
    ("State", "hydrate"): "sends the browser its own states anew",
    ("State", "hydrate_and_load"): "the same, then the page's own `load`, which has a row",
    ("State", "set_is_hydrated"): "a flag of the page's own",
    ("OnLoadInternalState", "on_load_internal"): "calls the page's own `load`, which has a row",
    ("OnLoadInternalState", "set_is_hydrated"): "a flag of the page's own",
    ("UpdateVarsInternalState", "update_vars_internal"): "writes variables kept in the browser; `test_the_browser_cannot_write_a_state`",
    ("FrontendEventExceptionState", "handle_frontend_exception"): "writes a line into the log",
}
ROWS: tuple[Row, ...] = ()
