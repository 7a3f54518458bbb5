from __future__ import annotations

from django.test import SimpleTestCase

from articles.rendering import sanitise


class FrameTests(SimpleTestCase):
    def test_frames_and_players_become_links(self) -> None:
        for raw, expected in {
            '<iframe src="https://www.youtube.com/embed/ab-C?rel=0" width=5></iframe>':
                '<p><a class="embed" href="https://www.youtube.com/watch?v=ab-C">'
                "YouTube: https://www.youtube.com/watch?v=ab-C</a></p>",
            "<iframe src='//player.vimeo.com/video/12?h=1' title=Talk></iframe>":
                '<p><a class="embed" href="https://vimeo.com/12">Vimeo: Talk</a></p>',
            '<p>a <iframe src="https://m.example/?a=1&amp;b=2">x</iframe> b</p>':
                '<p>a <a class="embed" href="https://m.example/?a=1&amp;b=2">'
                "https://m.example/?a=1&amp;b=2</a> b</p>",
            '<video controls><source src="/a.mp4">No video.</video>':
                '<p><a class="embed" href="/a.mp4">/a.mp4</a></p>',
            '<AUDIO SRC="a.mp3" title="Listen"/>b':
                '<p><a class="embed" href="a.mp3">Listen</a></p>b',
        }.items():  # fmt: skip
            with self.subTest(raw):
                self.assertEqual(sanitise(raw), expected)

    def test_no_link_leads_where_none_may(self) -> None:
        for source in ("javascript:alert(1)", "data:text/html,x", "", "file:///etc"):
            for name in ("iframe", "video"):
                with self.subTest(source, name=name):
                    html = sanitise(f'<{name} src="{source}"></{name}>')
                    self.assertNotIn("<a", html)

    def test_frames_in_code_are_text(self) -> None:
        code = "<code>&lt;iframe src=&quot;https://a.example/&quot;&gt;</code>"
        self.assertNotIn("<a", sanitise(code))
