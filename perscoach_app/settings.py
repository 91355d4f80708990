"""Every setting of the product, read from `PERSCOACH_*` variables.

Nothing has to be set to try the product: the defaults keep everything in `var/` beside the package. One URL each makes it real:
`PERSCOACH_DATABASE_URL` (PostgreSQL), `PERSCOACH_STORAGE_URL` (S3-compatible), `PERSCOACH_RAY_ADDRESS` (a Ray cluster).
"""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent
MIN_SECRET_CHARACTERS = 32  # 32 characters of token_urlsafe carry 192 bits: nothing shorter signs links in production
WELL_KNOWN_SECRETS = frozenset({"changeme", "change-me", "secret", "development", "default", "perscoach"})


class SettingsRefused(RuntimeError):
    """The settings cannot be used; the message says which and what to do."""


class Settings(BaseSettings):
    """Settings of one installation. See the field comments for units."""

    model_config = SettingsConfigDict(env_prefix="PERSCOACH_", extra="ignore", populate_by_name=True)

    env: Literal["development", "production"] = "development"
    secret: str = ""  # signs media links; generated into var/secret in development
    base_domains: tuple[str, ...] = ("localhost", "pers.coach")  # one label under these names a tenant
    port: int = Field(default=3000, ge=1, le=65535, validation_alias=AliasChoices("PERSCOACH_PORT", "PORT"))
    var_dir: Path = PROJECT_ROOT / "var"  # everything the product writes
    database_url: str = ""  # default: SQLite in var/
    storage_url: str = ""  # default: a folder in var/; s3://bucket/prefix for S3-compatible stores
    ray_address: str = ""  # default: Ray inside the worker; else the address of a cluster
    upload_limit_bytes: int = Field(default=2 * 1024**3, gt=0)  # ten minutes of 4K phone video is about 2 GB
    link_lifetime_s: int = Field(default=24 * 3600, gt=0)  # a one-time sign-in link
    cookie_lifetime_s: int = Field(default=30 * 24 * 3600, gt=0)  # a signed-in browser
    media_lifetime_s: int = Field(default=6 * 3600, gt=0)  # a signed media link outlives a long training evening
    job_lease_s: int = Field(default=60, gt=0)  # a worker that is silent this long has lost its job
    job_attempts: int = Field(default=3, ge=1)  # a job that killed three workers is not tried a fourth time

    @model_validator(mode="after")
    def _fill_and_check(self) -> Self:
        self.var_dir = Path(self.var_dir).expanduser().resolve()
        self.base_domains = tuple(domain.lower().strip(".") for domain in self.base_domains)
        if not self.database_url:
            self.database_url = f"sqlite:///{self.var_dir / 'perscoach.db'}"
        if not self.storage_url:
            self.storage_url = (self.var_dir / "storage").as_uri()
        if self.env == "production":
            if len(self.secret) < MIN_SECRET_CHARACTERS or self.secret.lower() in WELL_KNOWN_SECRETS:
                raise SettingsRefused(
                    f"production needs PERSCOACH_SECRET of at least {MIN_SECRET_CHARACTERS} random characters; "
                    "make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
                )
        elif not self.secret:
            self.secret = _development_secret(self.var_dir)
        return self

    @property
    def uploads_dir(self) -> Path:
        """Unfinished resumable uploads."""
        return self.var_dir / "uploads"

    @property
    def models_dir(self) -> Path:
        """Assembled model bundles."""
        return self.var_dir / "models"

    @property
    def demo_origin(self) -> str:
        """Where the demo tenant is served on this machine."""
        return f"http://anna.localhost:{self.port}"


def _development_secret(var_dir: Path) -> str:
    """Reads `var/secret`, or makes it readable by its owner only; two processes starting at once agree on one."""
    path = var_dir / "secret"
    var_dir.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"secret.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)  # atomic, and fails when another process was first
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
