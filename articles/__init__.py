"""The whole product in one app. Imports flow one way through its rooms:

choices, imaging, rendering, variants (no database) → models → listings, pictures →
publishing → importing, widgets, forms → views, admin, commands, template tags.
``tests/test_architecture.py`` keeps it so.
"""
