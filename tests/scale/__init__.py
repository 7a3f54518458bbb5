"""The site on more than one machine, staged on one: ``make scale`` runs these, nothing else.

``databases`` are a streaming replica and a pgbouncer, ``varnish`` an edge, each of which may be
broken; ``sites`` is the site on them, and ``stored_site`` one whose pictures lie in a store. What is
asked of them is that of ``tests/bad_days``.
"""
