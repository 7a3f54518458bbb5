"""The site with engines of other machines around it, each of which may be broken: ``make scale``
runs these, and nothing else does.

``varnish`` is what is documented, in front of a site of ``tests/bad_days``.
"""
