"""Faults staged on the running product: ``make faults`` runs them, and nothing else does.

``services`` are a disk, a PostgreSQL and a Redis that may be broken, ``sites`` the site on
them, ``people`` who reads and writes it meanwhile, and ``publications`` many articles in a row. Each test breaks one thing, looks at what
people see, mends it, and looks whether all is well again.
"""
