"""Whole sweeps that tests copy or compare with, and only read: each is made once."""

from pathlib import Path

import pytest

from tests.faults.sweeps import LONG, undisturbed


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small sweep; its plan lies beside it."""
    folder = tmp_path_factory.mktemp("whole")
    undisturbed(folder, folder / "sweep")
    return folder / "sweep"


@pytest.fixture(scope="session")
def whole_long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small sweep over more quarters, which leaves time to disturb it."""
    folder = tmp_path_factory.mktemp("long")
    undisturbed(folder, folder / "sweep", LONG)
    return folder / "sweep"
