"""The application Reflex runs: pages, and plain HTTP beside them on the same port."""

import reflex as rx

from perscoach_app.http import GUARDS, create_api
from perscoach_app.pages import register
from perscoach_app.tables import walls

app = rx.App(html_lang="ru", api_transformer=[create_api(), *GUARDS])
app.register_lifespan_task(walls.serve)
register(app)
