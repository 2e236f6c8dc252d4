"""A page of the app says all of itself, and no two are in one place."""

from __future__ import annotations

from types import ModuleType

import pytest

from sovereigns.experiments.app.registry import arranged, pages


def page(**named: object) -> ModuleType:
    module = ModuleType("mine")
    vars(module).update(
        {"__file__": "mine.py", "PATH": "/mine", "TITLE": "Mine", "ORDER": 99, "Page": object}
    )
    vars(module).update(named)
    return module


def test_pages_stand_in_the_order_that_they_ask_for() -> None:
    assert [one.order for one in pages()] == sorted(one.order for one in pages())
    assert pages()[0].path == "/"


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ([page(PATH="mine")], "mine.py: PATH is 'mine'; it begins with a slash"),
        ([page(), page(TITLE="Other")], "mine.py: Mine has its PATH or ORDER already"),
        ([page(), page(PATH="/other")], "mine.py: Mine has its PATH or ORDER already"),
    ],
)
def test_a_page_in_a_wrong_place_is_named(others: list[ModuleType], told: str) -> None:
    with pytest.raises(TypeError, match=told):
        arranged(others)


@pytest.mark.parametrize("name", ["PATH", "TITLE", "ORDER", "Page"])
def test_a_page_that_says_too_little_is_named(name: str) -> None:
    lame = page()
    delattr(lame, name)
    with pytest.raises(TypeError, match=f"mine.py: a page has PATH, TITLE, ORDER, Page; write {name}"):
        arranged([lame])
