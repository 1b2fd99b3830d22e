"""``python -m netmodel`` is the command ``netmodel``."""

from netmodel.cli import main

main()
