"""The legacy archive: everything about its files, in layers.

``problems`` → ``front_matter`` → ``hugo`` → ``fields`` → ``reader`` (no database so far)
→ ``importer`` → ``exporter``; each imports only from those before it.
"""
