"""``python -m tests.soak two_editors 1000 --seed 7`` runs one of the trials."""

from __future__ import annotations

import argparse
import os
import time
from importlib import import_module

import django

DEFAULTS = {
    "two_editors": 1000,
    "while_importing": 1,
    "killed_servers": 100,
    "killed_browsers": 30,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trial", choices=DEFAULTS)
    parser.add_argument("rounds", type=int, nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    begun = time.monotonic()
    trial = import_module(f"tests.soak.{options.trial}")
    result = trial.main(options.rounds or DEFAULTS[options.trial], options.seed)
    minutes = (time.monotonic() - begun) / 60
    print(f"{options.trial}: {result} (seed {options.seed}, {minutes:.1f} min)")


if __name__ == "__main__":
    main()
