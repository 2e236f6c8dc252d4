"""The console command `sovereigns`: gathers the commands, one file each, and guards them.

Exit codes: 0 ok, 1 our fault, 2 bad input, 3 some runs failed, 4 a check disagreed, 130 interrupted (143 by
SIGTERM, 129 by a terminal that is closed).
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

import click

from sovereigns.experiments.cli.analyse import analyse
from sovereigns.experiments.cli.app import app
from sovereigns.experiments.cli.backtest import backtest
from sovereigns.experiments.cli.bench import bench
from sovereigns.experiments.cli.claims import claims
from sovereigns.experiments.cli.compare import compare
from sovereigns.experiments.cli.fuzz import fuzz
from sovereigns.experiments.cli.metrics import metrics
from sovereigns.experiments.cli.parameters import parameters
from sovereigns.experiments.cli.patterns import patterns
from sovereigns.experiments.cli.play import play
from sovereigns.experiments.cli.query import query
from sovereigns.experiments.cli.remedies import with_remedy
from sovereigns.experiments.cli.replay import replay
from sovereigns.experiments.cli.reproduce import reproduce
from sovereigns.experiments.cli.rerun import rerun
from sovereigns.experiments.cli.run import run
from sovereigns.experiments.cli.said import said
from sovereigns.experiments.cli.scenarios import scenarios
from sovereigns.experiments.cli.signals import end_in_peace, exit_code, hear_termination
from sovereigns.experiments.cli.start import (
    broken_name,
    document,
    leave_folder_out,
    open_streams,
    refuse_broken_names,
    refuse_nowhere,
)
from sovereigns.experiments.cli.strategies import strategies
from sovereigns.experiments.cli.sweep import sweep
from sovereigns.experiments.cli.tournament import tournament
from sovereigns.experiments.cli.verify import verify
from sovereigns.experiments.limits import BAD_INPUT, INTERRUPTED, OK, OUR_FAULT
from sovereigns.model.errors import InputError

COMMANDS = (
    *(run, compare, sweep, analyse, query, rerun, reproduce, claims, patterns, backtest, verify, fuzz, bench),
    *(scenarios, parameters, strategies, metrics, app, play, replay, tournament),
)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
"""What is wrong with the user's disk, not with us."""
NO_ENTRY = (
    *(errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ESTALE),
    *(errno.EMFILE, errno.ENFILE, errno.ETXTBSY, errno.EBUSY),
)
"""What is wrong with a file that the user has named, or with what a process may do here."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    open_streams()
    leave_folder_out()
    hear_termination()
    if sys.flags.optimize > 1:
        document(cli)
    sys.exit(_guarded(sys.argv[1:] if arguments is None else list(arguments)))


def _guarded(arguments: list[str]) -> int:
    if sys.stdout is None:
        click.echo("Error: standard output is closed; leave it open or send it to a file", err=True)
        return BAD_INPUT
    try:
        refuse_nowhere()
        refuse_broken_names(arguments)
        with cli.make_context("sovereigns", arguments) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        with_remedy(error).show()
        return BAD_INPUT
    except InputError as error:
        click.echo(f"Error: {said(str(error))}", err=True)
        return BAD_INPUT
    except UnicodeEncodeError as error:
        if not any("\udc80" <= letter <= "\udcff" for letter in str(error.object)):
            _confess(error)
            return OUR_FAULT
        click.echo(f"Error: {broken_name(str(error.object))}", err=True)
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort) as stop:
        end_in_peace()
        with suppress(OSError):  # the terminal is closed
            click.echo(str(stop) or "Interrupted; nothing was written.", err=True)
        return exit_code(INTERRUPTED)
    except BrokenPipeError:
        _drop_output()
    except OSError as error:
        if error.errno in NO_ENTRY and error.filename:
            click.echo(f"Error: {said(_no_entry(error))}", err=True)
            return BAD_INPUT
        if error.errno not in NO_ROOM:
            _confess(error)
            return OUR_FAULT
        _drop_output()
        with suppress(OSError):
            click.echo(f"Error: {_no_room(error)}", err=True)
        return BAD_INPUT
    except Exception as error:
        _confess(error)
        return OUR_FAULT
    return OK


def _no_room(error: OSError) -> str:
    place = error.filename or "standard output"
    return f"{place}: cannot be written: {error.strerror}; make room or send it elsewhere"


def _no_entry(error: OSError) -> str:
    return f"{error.filename}: cannot be used: {error.strerror}; name another file or folder, or mend it"


def _drop_output() -> None:
    """Let what is left to print go nowhere, so that the interpreter can end well."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _confess(error: Exception) -> None:
    click.echo(
        f"This is our fault, not yours: {type(error).__name__}: {said(str(error))}\n"
        "Please report it with your command line, as CONTRIBUTING.md says; SOVEREIGNS_DEBUG=1 says more.",
        err=True,
    )
    if os.environ.get("SOVEREIGNS_DEBUG") == "1":
        traceback.print_exception(error)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sovereigns")
def cli() -> None:
    """A game of the world's nations, racing or pooling toward AI. It explores, it does not predict."""


for command in COMMANDS:
    if command.name in cli.commands:
        raise TypeError(f"two commands are called {command.name}: rename one, in experiments/cli/")
    cli.add_command(command)
