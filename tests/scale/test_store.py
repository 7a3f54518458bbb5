"""Pictures in a store: nothing is lost on the way there, none is shown that was not before,
and while the store is away readers read."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.bad_days.services import until
from tests.sample_images import photo
from tests.scale.stored_site import PAGES, StoredSite
from tests.stores import BUCKET

_UPLOAD = "/admin/upload/"
_COUNT = "from articles.models import Image\nprint(Image.objects.count())"


def test_all_files_moved_and_come_back_the_same(site: StoredSite) -> None:
    assert f"{len(site.files)} files were deleted" in site.said
    assert site.on_disk() == {}
    assert site.in_store() == site.files
    site.manage("move_media", "--to", "folder")
    assert site.on_disk() == site.files


def test_readers_get_what_is_public_and_the_store_gives_nothing(
    site: StoredSite,
) -> None:
    assert site.status(site.public) == 200
    assert site.status(site.private) == 404
    assert site.editor.get(site.private).status_code == 200
    for name in site.in_store():
        for path in (
            f"/{BUCKET}/{quote(name)}",
            f"/v1/AUTH_test/{BUCKET}/{quote(name)}",
        ):
            assert site.status(path, site.swift.port) in {400, 401, 403}, path


@pytest.mark.parametrize("fault", ["unavailable", "silent"])
def test_without_the_store_readers_read_and_editors_are_told(
    site: StoredSite, fault: str
) -> None:
    before, count = site.in_store(), site.python(_COUNT)
    picture = photo(1400, 900 if fault == "silent" else 880)
    with getattr(site.swift, fault)():
        assert site.status(site.public) == 503
        for page in PAGES * 4:
            assert site.status(page) == 200
        assert site.status("/readyz") == 200
        answer = site.editor.upload(_UPLOAD, picture)
        assert answer.status_code == 503
        assert json.loads(answer.content)["problems"]
    until(lambda: site.status(site.public) == 200, "the picture is there again")
    assert site.python(_COUNT) == count
    assert site.in_store().items() >= before.items()
    until(
        lambda: site.editor.upload(_UPLOAD, picture).status_code == 200, "it is taken"
    )
    assert site.python(_COUNT) == str(int(count) + 1)


def test_a_backup_holds_the_pictures_and_brings_them_back(
    site: StoredSite, tmp_path: Path
) -> None:
    site.manage("make_renditions")  # So that none is made meanwhile.
    before = site.in_store()
    assert "restored aside and compared" in site.manage(
        "backup", str(tmp_path), "--verify"
    )
    (file,) = tmp_path.glob("*.tar.gz")
    first, second, *_others = before
    site.swift.client.delete_object(Bucket=BUCKET, Key=first)
    site.swift.client.put_object(Bucket=BUCKET, Key=second, Body=b"broken")
    site.swift.client.put_object(Bucket=BUCKET, Key="renditions/new", Body=b"new")
    site.manage("restore", str(file), "--replace")
    assert site.in_store() == before
