"""What is told of the time that is left."""

import pytest

from sovereigns.experiments.work import progress


def test_the_first_step_frightens_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It compiles the model for minutes; the others take a second each."""
    clock = 0.0
    monkeypatch.setattr(progress, "monotonic", lambda: clock)
    with progress.progress_bar("quarters") as tell:
        tell(0, 40)
        for done in range(1, 31):
            clock += 240 if done == 1 else 1
            tell(done, 40)
    told = [line for line in capsys.readouterr().err.splitlines() if "minutes left" in line]
    assert told and all(float(line.split()[4]) < 1 for line in told)
