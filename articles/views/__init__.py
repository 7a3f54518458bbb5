"""The doors for readers (and the desk's own endpoints): each asks and shows, no more."""
