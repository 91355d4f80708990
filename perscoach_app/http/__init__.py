"""Plain HTTP for bytes and results; everything people see is Reflex."""

from perscoach_app.http.api import GUARDS, create_api

__all__ = ["GUARDS", "create_api"]
