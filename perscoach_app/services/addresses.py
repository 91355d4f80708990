"""Absolute addresses of a tenant's pages: for letters, invitations and the command line."""

from perscoach_app.services import tenants
from perscoach_app.settings import get_settings

LOCAL = "localhost"  # this machine: no certificate, and a port in the address


def origin(slug: str, host: str = "") -> str:
    """Where the tenant `slug` lives: `https://anna.pers.coach`, `http://anna.localhost:3000`.

    Args:
        host: the Host header of the request, if any. Of several base domains the visitor's own is taken; a foreign one counts for nothing:
            whoever sends a request must not choose where the links in our letters lead.
    """
    settings = get_settings()
    name = tenants.read_host(host)
    came_by = name.host if name.kind == "base" else name.host.removeprefix(f"{name.slug}.")
    base = came_by if name.kind != "unknown" and came_by in settings.base_domains else settings.base_domains[0]
    if base != LOCAL:
        return f"https://{slug}.{base}"
    port = host.rpartition(":")[2]
    return f"http://{slug}.{base}:{port if base == came_by and port.isdigit() else settings.port}"


def shown(slug: str, host: str = "") -> str:
    """The address as people say it: `anna.pers.coach`."""
    return origin(slug, host).partition("//")[2].partition(":")[0]


def local_path(address: str) -> str:
    """A path on this host; browsers read `//x` and `/\\x` as another host."""
    local = address.startswith("/") and not address.startswith(("//", "/\\")) and not any(ord(sign) < 32 for sign in address)
    return address if local else "/"
