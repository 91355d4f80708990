"""Plain HTTP for bytes and results; everything people see is Reflex."""

from perscoach_app.http.api import create_api

__all__ = ["create_api"]
