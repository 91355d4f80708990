"""A copy of everything the product keeps, taken while it runs, and its way back: on another machine, another database, another store."""

from perscoach_app.backup.manifest import BackupRefused, Manifest
from perscoach_app.backup.restoring import restore
from perscoach_app.backup.taking import take

__all__ = ["BackupRefused", "Manifest", "restore", "take"]
