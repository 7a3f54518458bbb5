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


def test_all_files_moved_and_come_back_the_same(stored_site: StoredSite) -> None:
    assert f"{len(stored_site.files)} files were deleted" in stored_site.said
    assert stored_site.on_disk() == {}
    assert stored_site.in_store() == stored_site.files
    stored_site.manage("move_media", "--to", "folder")
    assert stored_site.on_disk() == stored_site.files


def test_readers_get_what_is_public_and_the_store_gives_nothing(
    stored_site: StoredSite,
) -> None:
    assert stored_site.status(stored_site.public) == 200
    assert stored_site.status(stored_site.private) == 404
    assert stored_site.editor.get(stored_site.private).status_code == 200
    for name in stored_site.in_store():
        for path in (
            f"/{BUCKET}/{quote(name)}",
            f"/v1/AUTH_test/{BUCKET}/{quote(name)}",
        ):
            assert stored_site.status(path, stored_site.swift.port) in {
                400,
                401,
                403,
            }, path


@pytest.mark.parametrize("fault", ["unavailable", "silent"])
def test_without_the_store_readers_read_and_editors_are_told(
    stored_site: StoredSite, fault: str
) -> None:
    before, count = stored_site.in_store(), stored_site.python(_COUNT)
    picture = photo(1400, 900 if fault == "silent" else 880)
    with getattr(stored_site.swift, fault)():
        assert stored_site.status(stored_site.public) == 503
        for page in PAGES * 4:
            assert stored_site.status(page) == 200
        assert stored_site.status("/readyz") == 200
        answer = stored_site.editor.upload(_UPLOAD, picture)
        assert answer.status_code == 503
        assert json.loads(answer.content)["problems"]
    until(
        lambda: stored_site.status(stored_site.public) == 200,
        "the picture is there again",
    )
    assert stored_site.python(_COUNT) == count
    assert stored_site.in_store().items() >= before.items()
    until(
        lambda: stored_site.editor.upload(_UPLOAD, picture).status_code == 200,
        "it is taken",
    )
    assert stored_site.python(_COUNT) == str(int(count) + 1)


def test_a_backup_holds_the_pictures_and_brings_them_back(
    stored_site: StoredSite, tmp_path: Path
) -> None:
    stored_site.manage("make_renditions")  # So that none is made meanwhile.
    before = stored_site.in_store()
    assert "restored aside and compared" in stored_site.manage(
        "backup", str(tmp_path), "--verify"
    )
    (file,) = tmp_path.glob("*.tar.gz")
    first, second, *_others = before
    stored_site.swift.client.delete_object(Bucket=BUCKET, Key=first)
    stored_site.swift.client.put_object(Bucket=BUCKET, Key=second, Body=b"broken")
    stored_site.swift.client.put_object(
        Bucket=BUCKET, Key="renditions/new", Body=b"new"
    )
    stored_site.manage("restore", str(file), "--replace")
    assert stored_site.in_store() == before
