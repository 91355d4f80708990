"""Fixtures of the application's tests."""

from tests.app.house import empty_database, fresh_settings, furnished_database, house

__all__ = ["empty_database", "fresh_settings", "furnished_database", "house"]
