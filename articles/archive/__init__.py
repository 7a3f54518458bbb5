"""The legacy archive: everything about its files, in layers.

``problems`` → ``front_matter`` → ``fields`` → ``hugo`` → ``reader`` (no database so far)
→ ``importer`` → ``exporter``; each imports only from those before it.
"""
