"""The administrators' panel is theirs, and shows nothing of any house; what a trainer grants is hers to give and to end."""

from perscoach_app.state.admin_audit import AdminAuditState
from perscoach_app.state.admin_banner import AdminBannerState
from perscoach_app.state.admin_errors import AdminErrorsState
from perscoach_app.state.admin_jobs import AdminJobsState
from perscoach_app.state.admin_overview import AdminState
from perscoach_app.state.admin_pass import AdminPassState
from perscoach_app.state.admin_studios import AdminStudiosState
from perscoach_app.state.grants import GrantsState, GrantState
from perscoach_app.state.look import LookState
from tests.security.walls.rows import ADMIN, TRAINER, Event, Route, everybody

STUDIOS, JOBS, ERRORS, AUDIT, BANNER = (f"/admin/{page}" for page in ("tenants", "jobs", "errors", "audit", "banner"))
PASS, SUPPORT, REPORT = "/admin/pass/anna/{grant}", "/trainer/support", "/report/{training}"
NEW = {"studio_slug": "olga", "studio_name": "Ольга", "studio_email": "olga@example.org", "studio_language": "ru"}
WORDS = {"text_ru": "Работы", "text_en": "Works", "begins": "", "ends": "2099-01-01T10:00"}
NO_PASS = everybody("without an administrator's pass nothing is read; nobody here has one: tests/app/test_looks.py has the road of who has")

ROWS = (
    Event(AdminState, "load", ADMIN, at="/admin"),
    Event(AdminState, "follow", ADMIN, at="/admin", after=("load",)),
    Event(AdminStudiosState, "load", ADMIN, at=STUDIOS),
    Event(AdminStudiosState, "follow", ADMIN, at=STUDIOS, after=("load",)),
    Event(AdminStudiosState, "search", ADMIN, at=STUDIOS, arguments=("анна",)),
    Event(AdminStudiosState, "ask", ADMIN, at=STUDIOS, arguments=("limit", "anna")),
    Event(AdminStudiosState, "leave", everybody("closes the caller's own dialog"), at=STUDIOS),
    Event(AdminStudiosState, "create", ADMIN, at=STUDIOS, arguments=(NEW,)),
    Event(AdminStudiosState, "suspend", ADMIN, at=STUDIOS),
    Event(AdminStudiosState, "resume", ADMIN, at=STUDIOS, arguments=("anna",)),
    Event(AdminStudiosState, "limit", ADMIN, at=STUDIOS, arguments=({"gpu_usd": "1", "storage_gb": "1"},)),
    Event(AdminJobsState, "load", ADMIN, at=JOBS),
    Event(AdminJobsState, "follow", ADMIN, at=JOBS, after=("load",)),
    Event(AdminJobsState, "choose", ADMIN, at=JOBS, arguments=("all",)),
    Event(AdminJobsState, "retry", ADMIN, at=JOBS, arguments=("{job}",)),
    Event(AdminJobsState, "cancel", ADMIN, at=JOBS, arguments=("{job}",)),
    Event(AdminErrorsState, "load", ADMIN, at=ERRORS),
    Event(AdminErrorsState, "follow", ADMIN, at=ERRORS, after=("load",)),
    Event(AdminErrorsState, "settle", ADMIN, at=ERRORS, arguments=(1,)),
    Event(AdminAuditState, "load", ADMIN, at=AUDIT),
    Event(AdminAuditState, "follow", ADMIN, at=AUDIT, after=("load",)),
    Event(AdminAuditState, "choose_deed", ADMIN, at=AUDIT, arguments=("grant.given",)),
    Event(AdminAuditState, "choose_studio", ADMIN, at=AUDIT, arguments=("anna",)),
    Event(AdminBannerState, "load", ADMIN, at=BANNER),
    Event(AdminBannerState, "follow", ADMIN, at=BANNER, after=("load",)),
    Event(AdminBannerState, "put", ADMIN, at=BANNER, arguments=(WORDS,)),
    Event(AdminBannerState, "take_away", ADMIN, at=BANNER),
    Event(AdminPassState, "load", ADMIN, at=PASS),
    Event(AdminPassState, "follow", ADMIN, at=PASS, after=("load",)),
    Event(AdminPassState, "enter", ADMIN, at=PASS),
    Event(GrantsState, "load", TRAINER, at=SUPPORT),
    Event(GrantsState, "revoke", TRAINER, at=SUPPORT, arguments=("{grant_number}",)),
    Event(GrantState, "ask", TRAINER, at=REPORT, names_nothing=True),
    Event(GrantState, "choose", everybody("chooses in the caller's own dialog"), at=REPORT, arguments=("1",)),
    Event(GrantState, "give", TRAINER, at=REPORT, arguments=({"grant_reason": "не считает"},)),
    Event(GrantState, "leave", everybody("closes the caller's own dialog"), at=REPORT),
    Event(LookState, "load", NO_PASS, at="/look/{grant}?pass=5.99999999999.aa"),
    Route("GET", "/api/look/{token}/film/{session}", NO_PASS, fill={"token": "{grant}"}, query="?pass=5.99999999999.aa"),
    Route("HEAD", "/api/look/{token}/film/{session}", NO_PASS, fill={"token": "{grant}"}, query="?pass=5.99999999999.aa"),
)
