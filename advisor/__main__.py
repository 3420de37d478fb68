"""`python -m advisor`: the command line."""

from __future__ import annotations

import sys

from advisor.command_line.cli import main

if __name__ == "__main__":
    sys.exit(main())
