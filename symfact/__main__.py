"""`python -m symfact` is the command `symfact`."""

import sys

from symfact.cli import main

sys.exit(main())
