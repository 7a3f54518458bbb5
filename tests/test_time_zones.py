from __future__ import annotations

from django.test import SimpleTestCase, override_settings
from django.utils.translation import override

from articles.time_zones import zone_name


class ZoneNameTests(SimpleTestCase):
    def test_a_zone_is_called_as_people_call_it(self) -> None:
        for zone, language, name in (
            ("Asia/Shanghai", "zh-hans", "北京时间"),
            ("Asia/Shanghai", "en", "Beijing time"),
            ("Asia/Taipei", "zh-hant", "台北時間"),
            ("Asia/Hong_Kong", "zh-hant", "香港時間"),
            ("Asia/Hong_Kong", "zh-hans", "香港时间"),
            ("America/New_York", "zh-hans", "纽约时间"),
        ):
            with override_settings(TIME_ZONE=zone), override(language):
                self.assertEqual(zone_name(), name)

    def test_another_goes_by_its_city(self) -> None:
        with override_settings(TIME_ZONE="America/Sao_Paulo"):
            self.assertEqual(zone_name(), "Sao Paulo")
