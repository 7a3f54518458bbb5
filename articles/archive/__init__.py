"""The legacy archive: everything about its files, in layers.

``problems`` → ``front_matter`` → ``jekyll``, ``hexo`` → ``fields`` → ``hugo`` →
``reader`` → ``importer`` → ``exporter``; each imports only from those before it. ``reader``
parses without the database: only ``importer`` and ``exporter`` query it, and those parts
of ``fields`` that apply values to an article or take them from it.
"""
