"""The Newsdesk project: settings, routes and the server's entry point."""

__version__ = "0.5.0"
