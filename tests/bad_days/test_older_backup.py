"""A backup of the release before is restored by today's ``restore``, under a site in use."""

from __future__ import annotations

from articles.backup import backups_in
from tests.bad_days.people import reading
from tests.bad_days.running_site import PAGES, RunningSite

_ONE_BACK = """
from django.db.migrations.loader import MigrationLoader
graph = MigrationLoader(None).graph
(newest,) = graph.leaf_nodes("articles")
print(next(name for app, name in graph.node_map[newest].parents if app == "articles"))
"""
_LATER = """
from tests.factories import make_article
make_article(slug="later", title="后来")
"""


def test_an_older_state_comes_back_as_a_whole(site: RunningSite) -> None:
    folder = site.disk.folder / "backups"
    former = site.python(_ONE_BACK).split()[-1]
    site.server.stop()
    site.manage("migrate", "articles", former)
    site.manage("backup", str(folder))
    site.manage("migrate")
    site.start()
    site.python(_LATER)
    assert site.get("/zh-cn/articles/later/").status == 200
    with reading(site) as readers:
        (backup,) = backups_in(folder)
        site.manage("restore", str(backup.path), "--replace")
    readers.assert_met("200", "503")
    site.server.stop()
    site.start()
    site.manage("migrate", "--check")
    assert site.get("/zh-cn/articles/later/").status == 404
    for path in PAGES:
        assert site.get(path).status == 200
    site.sign_in()
