"""What solara serves: the shell, and in it the pages."""

from __future__ import annotations

import solara

from sovereigns.experiments.app.registry import pages
from sovereigns.experiments.app.shell import Shell

routes = [
    solara.Route(
        path=page.path.strip("/") or "/",
        component=page.component,
        label=page.title,
        layout=Shell if page.path == "/" else None,
    )
    for page in pages()
]
