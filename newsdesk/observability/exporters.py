"""Send errors to Sentry and traces to OpenTelemetry, where the environment names them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

import newsdesk

_MISSING = (
    "{variable} is set, but {library} is not installed: run "
    "`pip install -r requirements-observability.txt`, or unset it."
)


def start_exporters() -> None:
    """Connect what is configured. Raises ``ImproperlyConfigured`` for a missing library."""
    if settings.SENTRY_DSN:
        _start_sentry()
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        _start_tracing()


def _start_sentry() -> None:
    sentry = _library("sentry_sdk", "sentry-sdk", "SENTRY_DSN")
    sentry.init(
        dsn=settings.SENTRY_DSN,
        release=f"newsdesk@{newsdesk.__version__}",
        # Neither addresses nor accounts, nor what was sent.
        send_default_pii=False,
        max_request_body_size="never",
    )


def _start_tracing() -> None:
    """Trace requests and queries. The exporter reads its own variables, OTEL_…."""
    variable = "OTEL_EXPORTER_OTLP_ENDPOINT"
    name = "opentelemetry-instrumentation-django"
    django = _library("opentelemetry.instrumentation.django", name, variable)
    name = "opentelemetry-exporter-otlp-proto-http"
    exporter = _library(
        "opentelemetry.exporter.otlp.proto.http.trace_exporter", name, variable
    )
    sdk = _library("opentelemetry.sdk.trace", "opentelemetry-sdk", variable)
    export = _library("opentelemetry.sdk.trace.export", "opentelemetry-sdk", variable)
    resources = _library("opentelemetry.sdk.resources", "opentelemetry-sdk", variable)
    provider = sdk.TracerProvider(
        resource=resources.Resource.create(
            {"service.name": "newsdesk", "service.version": newsdesk.__version__}
        )
    )
    provider.add_span_processor(export.BatchSpanProcessor(exporter.OTLPSpanExporter()))
    django.DjangoInstrumentor().instrument(tracer_provider=provider)


def _library(module: str, library: str, variable: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            _MISSING.format(variable=variable, library=library)
        ) from error
