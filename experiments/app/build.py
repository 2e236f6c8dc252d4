"""Build what the browser is served, which is committed.

`uv run python -m sovereigns.experiments.app.build` does it and needs npm.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

FRONTEND = Path(__file__).with_name("frontend")


def main() -> None:
    """Install the packages, as locked, then build."""
    subprocess.run(["npm", "install", "--no-fund", "--no-audit"], cwd=FRONTEND, check=True)
    subprocess.run(["npm", "run", "build"], cwd=FRONTEND, check=True)


if __name__ == "__main__":
    main()
