"""Reflex states: thin, one a page. Every event asks again who is calling; what is shown comes from services."""
