#!/usr/bin/env python
"""Django's command line for Newsdesk."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from newsdesk.startup import plain_errors

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    with plain_errors():
        execute_from_command_line(sys.argv)
