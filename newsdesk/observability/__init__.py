"""Logs, metrics, errors and traces of a running site, for the keepers of its machine.

``request_ids`` names each request, ``logs`` writes that name into every line, ``queries``
counts database queries and logs the slow ones, ``metrics`` keeps what Prometheus collects
from all workers, ``middleware`` measures each request, ``exporters`` connects Sentry and
OpenTelemetry where the environment asks for them.
"""
