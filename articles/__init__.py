"""The whole product in one app, in rooms named by features, their modules by steps.

``models`` hold the records; ``rendering``, ``variants``, ``images``, ``listings`` and
``search`` derive from them what readers see; ``publishing`` has the verbs that store and
publish; ``archive`` moves legacy files in and out; ``pages`` and ``widgets`` surround an
article or a list. ``admin``, ``views`` and commands are doors: they decide nothing. Each
package says in its ``__init__`` how its modules work together, and
``tests/test_architecture.py`` holds the one direction of imports.
"""
