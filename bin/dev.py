#!/usr/bin/env python3
"""The developer's commands: setup, run, test, test-slow, check, bench; the standard library only."""

import sys

OLDEST = (3, 11)
USAGE = "Usage: python3 bin/dev.py setup|run|test|test-slow|check|bench"


def main():  # type: () -> int
    """Run the command named on the command line; gives the exit code."""
    # This file alone stays readable to an old Python, so that it can say what is wanted.
    if sys.version_info < OLDEST:
        print("The portal needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
        return 1
    import install
    import portal
    import suite
    from steps import Failed

    commands = {
        "setup": install.setup,
        "run": portal.run,
        "test": suite.test,
        "test-slow": suite.test_slow,
        "check": suite.check,
        "bench": suite.bench,
    }
    command = commands.get(sys.argv[1]) if len(sys.argv) == 2 else None
    if command is None:
        print(USAGE)
        return 2
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    try:
        return command() or 0
    except Failed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
