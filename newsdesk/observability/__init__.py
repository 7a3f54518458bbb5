"""What the machine's keepers learn of a running site: logs, metrics, errors and traces.

``request_ids`` names each request, ``logs`` writes that name into every line, ``queries``
counts database queries and logs the slow ones, ``metrics`` keeps what Prometheus collects
from all workers, ``middleware`` measures each request, ``exporters`` connects Sentry and
OpenTelemetry where the environment asks for them.
"""
