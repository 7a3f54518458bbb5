from __future__ import annotations

import json
import logging
import sys

from django.test import SimpleTestCase

from newsdesk.observability.logs import JsonFormatter, RequestIdFilter
from newsdesk.observability.request_ids import request_id, take_request_id


def line(record: logging.LogRecord) -> dict[str, object]:
    RequestIdFilter().filter(record)
    written = JsonFormatter().format(record)
    assert "\n" not in written
    return dict(json.loads(written))


def record(
    message: str = "完成 %d", *args: object, **extra: object
) -> logging.LogRecord:
    made = logging.makeLogRecord(
        {"name": "a.b", "levelname": "INFO", "msg": message, "args": args or (1,)}
    )
    vars(made).update(extra)
    return made


class JsonTests(SimpleTestCase):
    def test_a_line_has_the_fields_that_every_line_has(self) -> None:
        found = line(record())
        time = found.pop("time")
        self.assertRegex(str(time), r"^\d{4}-\d\d-\d\dT[\d:.]{12}\+00:00$")
        self.assertEqual(
            found,
            {
                "level": "INFO",
                "logger": "a.b",
                "message": "完成 1",
                "request_id": "-",
                "process": found["process"],
            },
        )

    def test_what_is_given_besides_is_a_field_if_json_knows_it(self) -> None:
        found = line(record(status=404, view="x", request=object()))
        self.assertEqual((found["status"], found["view"]), (404, "x"))
        self.assertNotIn("request", found)

    def test_a_traceback_stays_on_its_line(self) -> None:
        try:
            raise ValueError("a\nb")
        except ValueError:
            found = line(record(exc_info=sys.exc_info()))
        self.assertIn("ValueError: a\nb", str(found["exception"]))

    def test_a_message_cannot_forge_a_line(self) -> None:
        forged = line(record("x\n%s", '{"level": "ERROR"}'))
        self.assertEqual(forged["level"], "INFO")

    def test_the_request_stands_in_the_lines_about_it(self) -> None:
        token = request_id.set("abc")
        self.addCleanup(request_id.reset, token)
        self.assertEqual(line(record())["request_id"], "abc")


class RequestIdTests(SimpleTestCase):
    def test_a_proxy_s_name_is_taken_if_it_is_well_formed(self) -> None:
        for name in ("0123456789abcdef", "Root=1-67891233-abcdef012345678912345678"):
            self.assertEqual(take_request_id(name), name)

    def test_any_other_name_is_replaced(self) -> None:
        for name in (None, "", "short", "a" * 129, "a b c d e f g", 'x"},{"y":"zzzz'):
            made = take_request_id(name)
            self.assertNotEqual(made, name)
            self.assertRegex(made, "^[0-9a-f]{32}$")

    def test_each_answer_says_its_name(self) -> None:
        answer = self.client.get("/healthz", headers={"x-request-id": "proxy-1234"})
        self.assertEqual(answer["X-Request-ID"], "proxy-1234")
        names = {self.client.get("/healthz")["X-Request-ID"] for _ in range(3)}
        self.assertEqual(len(names), 3)

    def test_what_django_says_of_an_answer_is_named_too(self) -> None:
        self.client.raise_request_exception = False
        with self.assertLogs("django.request", "WARNING") as logged:
            self.client.get(
                "/metrics",
                headers={"x-forwarded-for": "1.2.3.4", "x-request-id": "proxy-5678"},
            )
        self.assertEqual(line(logged.records[0])["request_id"], "proxy-5678")

    def test_a_request_is_logged_without_what_was_searched(self) -> None:
        with self.assertLogs("newsdesk.requests", "INFO") as logged:
            self.client.get("/healthz?q=secret")
        (written,) = logged.records
        self.assertEqual(written.getMessage(), "GET /healthz 200")
        self.assertEqual(vars(written)["view"], "articles:healthz")
        self.assertEqual(vars(written)["query_count"], 0)
