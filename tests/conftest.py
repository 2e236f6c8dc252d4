"""Fixtures for all tests."""

from collections.abc import Callable, Iterator

import hypothesis
import pytest

from sovereigns.experiments.cli import main as cli

Call = Callable[..., tuple[int, str, str]]

hypothesis.settings.register_profile("no deadline", deadline=None)  # a first call may compile
hypothesis.settings.load_profile("no deadline")


@pytest.fixture(autouse=True, scope="session")
def no_games_of_yours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Games that tests play are kept apart from those of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command line in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as leave:
            cli.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return int(leave.value.code or 0), printed.out, printed.err

    return run
