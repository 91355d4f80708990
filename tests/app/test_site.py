"""The trainer's site: her words checked, her photo written anew, public on her host and on no other."""

import struct
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from perscoach_app.services import photos, site, tenants
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.services.site import Site
from perscoach_app.services.site_errors import (
    ChoiceUnknown,
    ColourUnreadable,
    EmailUnusable,
    LinkUnusable,
    NameMissing,
    PhoneUnusable,
    PhotoTooLarge,
    PhotoUnreadable,
    TextTooLong,
)
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from tests.app.house import House, Member

ANNA = Site("Анна", "Сильная спина", "Двадцать лет.\n\nС любовью.", "anna@example.com", "+7 900 000-00-00", "https://t.me/anna")


def picture(width: int = 640, height: int = 480, kind: str = ".jpg") -> bytes:
    """Red on top, blue below."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, :, 2], image[height // 2 :, :, 0] = 255, 255
    return bytes(cv2.imencode(kind, image)[1].tobytes())


def as_a_phone_writes_it(jpeg: bytes) -> bytes:
    """The same lying on its side (EXIF orientation 6), with a place in the EXIF."""
    tiff = b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 0) + b"GPS 55.7558 N 37.6173 E"
    body = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def present(slug: str = "anna") -> Any:
    with open_session(reading=True) as db:
        tenant = tenants.by_slug(db, slug)
    assert tenant is not None
    return tenant


def test_a_trainer_changes_her_site(house: House) -> None:
    with open_session() as db:
        site.change(db, house.anna.scope, replace(ANNA, contact_link="t.me/anna", name="  Анна   Петрова ", address="ty"))
    kept = site.of_tenant(present())
    assert (kept.name, kept.contact_link, kept.address) == ("Анна Петрова", "https://t.me/anna", "ty")
    assert site.paragraphs(kept.about) == ["Двадцать лет.", "С любовью."]
    assert site.of_tenant(present("boris")).name == "Борис"


def test_a_client_does_not(house: House) -> None:
    with open_session() as db, pytest.raises(NotFound):
        site.change(db, house.maria.scope, ANNA)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": "  "}, NameMissing),
        ({"about": "а" * 2001}, TextTooLong),
        ({"contact_email": "anna@"}, EmailUnusable),
        ({"contact_phone": "позвоните"}, PhoneUnusable),
        ({"contact_link": "http://t.me/anna"}, LinkUnusable),
        ({"contact_link": "javascript:alert(1)"}, LinkUnusable),
        ({"contact_link": "https://bank.example@evil.example/"}, LinkUnusable),
        ({"contact_link": "https://t.me/a b"}, LinkUnusable),
        ({"accent": "#101010"}, ColourUnreadable),
        ({"tint": "#ffffff"}, ColourUnreadable),
        ({"accent": "red;background:url(//evil)"}, ChoiceUnknown),
        ({"address": "thou"}, ChoiceUnknown),
        ({"timezone": "../../etc/passwd"}, ChoiceUnknown),
    ],
)
def test_what_cannot_stand_on_a_site(wrong: dict[str, str], refusal: type[ServiceError]) -> None:
    with pytest.raises(refusal):
        site.check(replace(ANNA, **wrong))


def test_a_photo_stands_upright_and_tells_nothing_of_its_place() -> None:
    photo = photos.prepare(as_a_phone_writes_it(picture(640, 480)))
    upright = cv2.imdecode(np.frombuffer(photo.files["large"], np.uint8), cv2.IMREAD_UNCHANGED)
    assert upright.shape == (640, 480, 3)
    assert upright[320, 400, 2] > 200 > 60 > upright[320, 80, 2]  # what was on top is on the right
    assert b"GPS" not in photo.files["large"]
    assert b"EXIF" not in photo.files["large"]


def test_a_photo_comes_in_two_sizes() -> None:
    photo = photos.prepare(picture(3000, 2000, ".png"))
    assert [photos.read_size(photo.files[size]) for size in ("large", "small")] == [(1200, 800), (480, 320)]


def test_a_bomb_is_not_unpacked() -> None:
    header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 60_000, 60_000) + b"\x08\x02\x00\x00\x00" + bytes(40)
    with pytest.raises(PhotoTooLarge):
        photos.prepare(header)
    for junk in (b"", b"GIF89a" + bytes(60), b"\xff\xd8\xff\xe0" + bytes(60), picture()[:200], b"<svg onload=alert(1)>" + bytes(40)):
        with pytest.raises(PhotoUnreadable):
            photos.prepare(junk)


def sent(house: House, member: Member, data: bytes = b"", **fields: str) -> Any:
    files = {"photo": ("me.jpg", data, "image/jpeg")} if data else None
    browser = house.signed_in(member)
    origin = {"origin": str(browser.base_url).rstrip("/")}
    return browser.post("/api/site/photo", files=files, data=fields, headers=origin)


def test_the_photo_is_public_on_her_host_and_on_no_other(house: House) -> None:
    assert sent(house, house.anna, picture()).headers["location"] == "/trainer/site?photo=kept"
    name = present().photo_key.rpartition("/")[2]
    shown = house.browser().get(f"/api/site/photo/{name}-small.webp")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert shown.headers["cache-control"].startswith("public")
    assert photos.read_size(shown.content) == (480, 360)
    for host, file in (
        ("boris.localhost", f"{name}-small.webp"),
        ("anna.localhost", f"{'0' * 32}-small.webp"),
        ("anna.localhost", "..%2Fx"),
    ):
        assert house.browser(host).get(f"/api/site/photo/{file}").status_code == 404


def test_a_new_photo_replaces_the_old_one_and_it_can_be_taken_away(house: House) -> None:
    sent(house, house.anna, picture(300, 200))
    sent(house, house.anna, picture(400, 200))
    prefix = f"tenants/{present().id}/site"
    assert len(get_storage().keys(prefix)) == 2
    sent(house, house.anna, deed="remove")
    assert get_storage().keys(prefix) == []
    assert present().photo_key == ""


def test_what_is_no_photo_is_said_on_the_page(house: House) -> None:
    assert sent(house, house.anna, b"not a picture" * 9).headers["location"] == "/trainer/site?photo=photo_unreadable"
    assert sent(house, house.anna, bytes(photos.MAX_BYTES + 10)).headers["location"] == "/trainer/site?photo=photo_too_large"
    assert present().photo_key == ""


def test_a_client_sends_no_photo(house: House) -> None:
    assert sent(house, house.maria, picture()).status_code == 404
