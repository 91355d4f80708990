"""The application Reflex runs: pages, and plain HTTP beside them on the same port."""

import reflex as rx

from perscoach_app.http import create_api
from perscoach_app.http.uploads import relative_location
from perscoach_app.pages import register
from perscoach_app.security.headers import protective_headers
from perscoach_app.security.origin import same_origin_only

app = rx.App(
    html_lang="ru",
    # from the inside out: the routes first, what guards everything last
    api_transformer=[create_api(), relative_location, same_origin_only, protective_headers],
)
register(app)
