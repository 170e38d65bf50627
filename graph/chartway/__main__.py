"""``python -m chartway`` is the command ``chartway``."""

import sys

from chartway.cli import main

if __name__ == "__main__":
    sys.exit(main())
