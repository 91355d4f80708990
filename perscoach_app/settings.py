"""Every setting of the product, read from `PERSCOACH_*` variables.

Nothing has to be set to try the product: the defaults keep everything in `var/` beside the package. One URL each makes it real:
`PERSCOACH_DATABASE_URL` (PostgreSQL), `PERSCOACH_STORAGE_URL` (S3-compatible), `PERSCOACH_REDIS_URL` (several web processes),
`PERSCOACH_RAY_ADDRESS` (a Ray cluster). docs/operate.md has the whole table, made from the comments here.
"""

import json
import os
import secrets
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from perscoach_app.setup.failure import SetupFailed

PROJECT_ROOT = Path(__file__).resolve().parent.parent
MIN_SECRET_CHARACTERS = 32  # 32 characters of token_urlsafe carry 192 bits: nothing shorter signs links in production
CPU = "cpu"
GPU_PRICES = {CPU: 0.0, "T4": 0.19, "L4": 0.48, "A100": 1.29}  # $ an hour of Lightning AI's studios: 16 GB, 24 GB, 40 GB
WELL_KNOWN_SECRETS = frozenset({"changeme", "change-me", "secret", "development", "default", "perscoach"})


class SettingsRefused(SetupFailed):
    """The settings cannot be used; the sentence says which and what to do."""


class Settings(BaseSettings):
    """Settings of one installation. See the field comments for units."""

    model_config = SettingsConfigDict(env_prefix="PERSCOACH_", extra="ignore", populate_by_name=True)

    env: Literal["development", "production"] = "development"  # production refuses a missing or well-known secret
    secret: str = ""  # signs media links; generated into var/secret in development
    # One label under these names a tenant; commas between them in the variable.
    base_domains: Annotated[tuple[str, ...], NoDecode] = ("localhost", "pers.coach")
    # PORT is read, too.
    port: int = Field(default=3000, ge=1, le=65535, validation_alias=AliasChoices("PERSCOACH_PORT", "PORT"))
    var_dir: Path = PROJECT_ROOT / "var"  # everything the product writes
    database_url: str = ""  # default: SQLite in var/
    storage_url: str = ""  # default: a folder in var/; s3://bucket/prefix for S3-compatible stores
    redis_url: str = ""  # default: pages' states in files, for one web process; redis://host:6379/0 shares them among several
    web_workers: int = Field(default=1, ge=1, le=64)  # processes that serve pages; more than one needs Redis
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "::1")  # addresses or networks whose X-Forwarded-* are believed
    metrics_token: str = ""  # whoever asks for /metrics brings it as a bearer; default: this machine alone may ask
    log_format: Literal["text", "json"] = "text"  # json: one object a line, for a collector
    ray_address: str = ""  # default: Ray inside the worker; else the address of a cluster
    upload_limit_bytes: int = Field(default=2 * 1024**3, gt=0)  # ten minutes of 4K phone video is about 2 GB
    link_lifetime_s: int = Field(default=24 * 3600, gt=0)  # a one-time sign-in link
    cookie_lifetime_s: int = Field(default=30 * 24 * 3600, gt=0)  # a signed-in browser
    smtp_url: str = ""  # smtp://user:password@host:587 (STARTTLS) or smtps://…:465; default: letters are files in var/mail
    mail_from: str = "pers.coach <no-reply@pers.coach>"  # whom letters come from
    # Web push is on where this is set: a P-256 key as `vapid --gen` writes it (a path, or base64url of its 32 bytes).
    vapid_private_key: str = ""
    vapid_subject: str = "mailto:no-reply@pers.coach"  # whom browser makers write to when our notices make trouble
    invitation_lifetime_s: int = Field(default=7 * 24 * 3600, gt=0)  # an invitation waits until somebody has time for it
    mailed_link_lifetime_s: int = Field(default=3600, gt=0)  # a sign-in or a new password by mail
    confirmation_lifetime_s: int = Field(default=48 * 3600, gt=0)  # then an unconfirmed site's address is free again
    media_lifetime_s: int = Field(default=6 * 3600, gt=0)  # a signed media link outlives a long training evening
    job_lease_s: int = Field(default=60, gt=0)  # a worker that is silent this long has lost its job
    job_attempts: int = Field(default=3, ge=1)  # a job that killed three workers is not tried a fourth time
    device: str = CPU  # what the workers run on: `cpu`, or a kind of machine that `gpu_prices` names; costs are counted by it
    # $ an hour; in the variable as JSON or `T4=0.19,L4=0.48`. What is not named keeps its default.
    gpu_prices: Annotated[dict[str, Annotated[float, Field(ge=0)]], NoDecode] = GPU_PRICES
    gpu_budget_usd: float = Field(default=15.0, ge=0)  # a tenant's month: as much as the 15 free credits of Lightning AI, a $ each
    storage_budget_bytes: int = Field(default=20 * 1000**3, ge=0)  # a tenant's: ten of the largest uploads, or 160 minutes of 1080p

    processor: str = "pers.coach"  # who keeps this installation, as privacy policies name it: the studios' processor
    processor_contact: str = ""  # where people write to about their data: an address or a telephone number
    region: str = ""  # where the storage and the database are, in words: «Москва, Россия»; shown in every policy
    gpu_region: str = ""  # where this process's videos are processed, in words; empty: the same as `region`

    @field_validator("smtp_url")
    @classmethod
    def _known_scheme(cls, given: str) -> str:
        if given and not given.startswith(("smtp://", "smtps://")):
            raise ValueError("smtp://user:password@host:587 or smtps://user:password@host:465")
        return given

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, given: str) -> str:
        if given and not given.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("redis://host:6379/0, rediss://… for TLS, or unix:///path/to/socket")
        return given

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(one, strict=False)) for one in given)

    @field_validator("base_domains", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, given: Any) -> Any:
        return [name for part in given.split(",") if (name := part.strip())] if isinstance(given, str) else given

    @field_validator("gpu_prices", mode="before")
    @classmethod
    def _priced(cls, given: Any) -> Any:
        if isinstance(given, str):
            given = (
                json.loads(given)
                if given.lstrip().startswith("{")
                else dict(part.split("=", 1) for part in given.split(",") if part.strip())
            )
            given = {name.strip(): price for name, price in given.items()}
        return {**GPU_PRICES, **given}

    @model_validator(mode="after")
    def _fill_and_check(self) -> Self:
        self.var_dir = Path(self.var_dir).expanduser().resolve()
        self.base_domains = tuple(domain.lower().strip(".") for domain in self.base_domains)
        if not self.base_domains:
            raise ValueError("PERSCOACH_BASE_DOMAINS names no domain")
        if self.device not in self.gpu_prices:
            raise ValueError(f"PERSCOACH_DEVICE: no price is known for {self.device}; PERSCOACH_GPU_PRICES names one")
        if self.web_workers > 1 and not self.redis_url:
            raise ValueError("PERSCOACH_WEB_WORKERS: more than one needs PERSCOACH_REDIS_URL, where they share the pages' states")
        if not self.database_url:
            self.database_url = f"sqlite:///{self.var_dir / 'perscoach.db'}"
        if not self.storage_url:
            self.storage_url = (self.var_dir / "storage").as_uri()
        if self.env == "production":
            if len(self.secret) < MIN_SECRET_CHARACTERS or self.secret.lower() in WELL_KNOWN_SECRETS:
                raise SettingsRefused(
                    ru=f"Для production нужна PERSCOACH_SECRET: не меньше {MIN_SECRET_CHARACTERS} случайных знаков; "
                    "получить их: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
                    en=f"production needs PERSCOACH_SECRET of at least {MIN_SECRET_CHARACTERS} random characters; "
                    "make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
                )
        elif not self.secret:
            self.secret = _development_secret(self.var_dir)
        return self

    @property
    def uploads_dir(self) -> Path:
        """Unfinished resumable uploads."""
        return self.var_dir / "uploads"

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
    """The settings of this process, read once.

    Raises:
        SettingsRefused: A variable holds what it cannot; the sentence says which.
    """
    try:
        return Settings()
    except ValidationError as error:
        # What was given is not repeated: an address may hold a password.
        raise _refused("; ".join(_told([str(each) for each in one["loc"]], one["msg"]) for one in error.errors())) from None
    except SettingsError as error:
        raise _refused(str(error)) from None


def _told(loc: list[str], message: str) -> str:
    if not loc:
        return message.removeprefix("Value error, ")
    name = "PORT" if loc[0] == "PERSCOACH_PORT" and "PERSCOACH_PORT" not in os.environ else loc[0]
    name = name if name.isupper() else f"PERSCOACH_{name.upper()}"
    return f"{name}: {message}"


def _refused(details: str) -> SettingsRefused:
    return SettingsRefused(
        ru=f"Настройки не годятся, исправьте переменные окружения. {details}.",
        en=f"The settings cannot be used, correct the environment's variables. {details}.",
    )
