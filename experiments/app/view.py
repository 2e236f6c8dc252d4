"""The one widget of the app: a view that the browser's bundle draws, and what it says back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from sovereigns.experiments.results.plain import legible

STATIC = Path(__file__).with_name("static")
Said = Callable[[Mapping[str, Any]], None]


class ViewWidget(anywidget.AnyWidget):
    """A view by its kind (a key of `views` in frontend/src/index.js)."""

    # the bundle is fetched while it is drawn: anywidget gives up on a module that takes two seconds to load
    _esm = """export default { async render(part) {
        const { widget } = await import(`${location.origin}/front/app.js`);
        return widget.render(part);
    } };"""
    kind = traitlets.Unicode().tag(sync=True)
    props = traitlets.Unicode("{}").tag(sync=True)
    payload = traitlets.Bytes(b"").tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)


def view(
    kind: str, props: Mapping[str, Any] | None = None, payload: bytes = b"", on_said: Said | None = None
) -> Any:
    """A view as an element of a page.

    Args:
        kind: its name in the browser's bundle.
        props: small values in JSON's types; texts and numbers, not tables.
        payload: large values, packed.
        on_said: told what a person did in it, as a mapping.
    """

    def heard(words: str) -> None:
        if on_said and words:
            on_said(json.loads(words))

    # as text and bytes: solara walks through mappings item by item
    return ViewWidget.element(
        kind=kind, props=json.dumps(legible(props or {})), payload=payload, on_said=heard
    )
