"""The application Reflex runs: pages, and plain HTTP beside them on the same port."""

import reflex as rx

from perscoach_app import logs
from perscoach_app.http import GUARDS, create_api
from perscoach_app.pages import register
from perscoach_app.services import problems
from perscoach_app.state import off_the_loop
from perscoach_app.tables import walls

app = rx.App(html_lang="ru", api_transformer=[create_api(), *GUARDS])
app.register_lifespan_task(walls.serve)
app.register_lifespan_task(off_the_loop.serve)
app.register_lifespan_task(logs.configure, process="web")
app.register_lifespan_task(problems.count_for_good, process="web")
register(app)
