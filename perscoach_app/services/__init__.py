"""The use cases, in plain Python: no Reflex, no HTTP. Every one takes a database session and, where the caller is known, a `Scope`."""
