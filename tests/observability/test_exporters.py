from __future__ import annotations

import sys
from unittest import mock

from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase, override_settings

from newsdesk.observability.exporters import start_exporters


class MissingTests(SimpleTestCase):
    def test_nothing_is_sent_where_nothing_is_set(self) -> None:
        with mock.patch("newsdesk.observability.exporters.import_module") as load:
            start_exporters()
        load.assert_not_called()

    def test_a_missing_library_is_said_by_the_variable_that_wants_it(self) -> None:
        for variable, module in (
            ("SENTRY_DSN", "sentry_sdk"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "opentelemetry.instrumentation.django"),
        ):
            with (
                self.subTest(variable),
                mock.patch.dict(sys.modules, {module: None}),
                override_settings(**{variable: "http://127.0.0.1:1"}),
                self.assertRaisesMessage(ImproperlyConfigured, variable) as caught,
            ):
                start_exporters()
            self.assertIn("requirements-observability.txt", str(caught.exception))

    @override_settings(SENTRY_DSN="https://key@sentry.example/1")
    def test_sentry_is_told_nothing_of_people(self) -> None:
        library = mock.Mock()
        with mock.patch.dict(sys.modules, {"sentry_sdk": library}):
            start_exporters()
        given = library.init.call_args.kwargs
        self.assertEqual(given["dsn"], "https://key@sentry.example/1")
        self.assertFalse(given["send_default_pii"])
        self.assertEqual(given["max_request_body_size"], "never")
