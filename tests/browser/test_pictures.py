"""Pictures in the library: looked at, cut, replaced and deleted, by hand and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles import images
from articles.models import Article, Image
from tests.factories import make_article
from tests.people import make_chief
from tests.sample_images import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = ({"width": 1280, "height": 800}, {"width": 390, "height": 844})


@pytest.fixture(params=SCREENS, ids=["1280", "390"])
def library(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The list of pictures, as a chief sees it who has just logged in."""
    make_chief()
    for number, alt in enumerate(("后台运价", "交易大厅", "")):
        image = images.store_image(photo(900 + number, 600), alt=alt)
        image.credit = "海岳图片"
        image.save()
    make_article(title="运价上涨", thumbnail=Image.objects.get(alt="后台运价"))
    context = browser.new_context(locale="en", viewport=request.param)
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('admin:articles_image_changelist')}")
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill("chief")
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def found_by_axe(page: Page) -> list[str]:
    page.wait_for_load_state()
    violations = Axe().run(page).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html']}" for item in violations]


def opened(library: Page, name: str) -> Page:
    library.get_by_role("link", name=name).click()
    expect(library.get_by_role("button", name="Focal point")).to_be_visible()
    return library


def test_the_grid_is_searched_in_either_script(library: Page) -> None:
    cards = library.locator(".picture-grid__card")
    expect(cards).to_have_count(3)
    expect(library.get_by_text("used in 1 place")).to_be_visible()
    for scheme in ("light", "dark"):
        library.emulate_media(color_scheme=scheme)
        library.reload()  # Else colours are still fading into each other.
        assert found_by_axe(library) == []
    library.locator("#searchbar").fill("後台")
    library.locator("#searchbar").press("Enter")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("后台运价")


def test_the_focal_point_is_set_by_a_click_and_by_keys(library: Page) -> None:
    opened(library, "交易大厅")
    picture = library.get_by_role("button", name="Focal point")
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    expect(library.locator("#id_focal_x")).to_have_value("25")
    picture.press("ArrowRight")
    picture.press("Shift+ArrowDown")
    expect(library.locator("#id_focal_x")).to_have_value("26")
    expect(library.locator("#id_focal_y")).to_have_value("60")
    expect(library.get_by_text("26 % from the left, 60 % from the top")).to_be_visible()
    for scheme in ("light", "dark"):
        library.emulate_media(color_scheme=scheme)
        assert found_by_axe(library) == []
    library.locator("[name=_save]").click()
    expect(library.locator(".messagelist .success")).to_be_visible()
    image = Image.objects.get(alt="交易大厅")
    assert image.focal_point == (26, 60)


def test_the_middle_is_chosen_again(library: Page) -> None:
    Image.objects.update(focal_x=3, focal_y=4)
    opened(library, "交易大厅")
    library.get_by_role("button", name="Back to the middle").click()
    expect(library.locator("#id_focal_x")).to_have_value("")
    expect(library.get_by_text("50 % from the left, 50 % from the top")).to_be_visible()


def test_targets_are_large_enough(library: Page) -> None:
    opened(library, "交易大厅")
    for target in library.locator(".focal button").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


def test_a_file_is_replaced_everywhere(
    library: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    new = tmp_path / "新图.jpg"
    new.write_bytes(photo(1000, 500))
    opened(library, "后台运价")
    library.get_by_role("link", name="Replace the file").click()
    expect(library.get_by_role("link", name="运价上涨")).to_be_visible()
    assert found_by_axe(library) == []
    library.locator("#id_picture").set_input_files(new)
    library.get_by_role("button", name="Replace everywhere").click()
    expect(library.get_by_text("The picture is replaced, in 1 place.")).to_be_visible()
    image = Image.objects.get(alt="后台运价")
    assert (image.width, image.file_name) == (1000, "新图.jpg")
    library.goto(live_server.url + "/zh-cn/")
    shown = library.locator(".article-card__picture img").first
    assert image.digest[:16] in str(shown.evaluate("image => image.currentSrc"))


def test_one_in_use_is_deleted_on_purpose(library: Page) -> None:
    opened(library, "后台运价")
    library.get_by_role("link", name="Delete", exact=True).click()
    expect(library.get_by_role("link", name="运价上涨")).to_be_visible()
    assert found_by_axe(library) == []
    library.get_by_role("button", name="Delete for good").click()
    assert Image.objects.count() == 3  # The browser asks for the box first.
    library.get_by_label("Take it out of all these as well").check()
    library.get_by_role("button", name="Delete for good").click()
    expect(library.locator(".picture-grid__card")).to_have_count(2)
    assert Article.objects.get().thumbnail is None
