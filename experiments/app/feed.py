"""What brings something that is computed into the browser's store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import Watch


def feed(name: str, watch: Watch, **told: Any) -> Any:
    """A feed as an element; where what it follows failed, it says so and offers to try again.

    Args:
        name: of the future in the store.
        watch: what is followed.
        told: what else the feed should know.
    """

    def heard(said: Mapping[str, Any]) -> None:
        if said.get("do") == "retry":
            watch.again()

    return view("feed", {"name": name, "message": watch.message, **told}, watch.payload, on_said=heard)
