"""The same tests on S3 and on Redis as on a folder and on one process: one URL each, and nothing else changes."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from perscoach_app.backup import restore, take
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from tests.app import test_backup, test_house_keeping, test_media
from tests.app.house import House
from tests.app.stores import BUCKET, redis, s3

__all__ = ["redis", "s3"]


@pytest.fixture
def s3_house(house: House, s3: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The house, its files in a bucket of their own folder."""
    monkeypatch.setenv("PERSCOACH_STORAGE_URL", s3)
    get_settings.cache_clear()
    yield house
    for key in list(get_storage().all_keys()):
        get_storage().delete(key)
    get_settings.cache_clear()


def test_storage_keeps_streams_and_deletes(s3_house: House) -> None:
    assert get_storage().path_of("tenants/1/a/b.bin") is None  # it really is elsewhere
    get_storage().check()
    test_house_keeping.test_storage_keeps_streams_and_deletes(s3_house)


MEDIA = [
    function
    for name, function in vars(test_media).items()
    if name.startswith("test_") and callable(function) and function.__code__.co_varnames[: function.__code__.co_argcount] == ("house",)
]


@pytest.mark.parametrize("same", MEDIA, ids=lambda function: function.__name__)
def test_media_come_from_s3_as_from_a_folder(same: object, s3_house: House) -> None:
    assert callable(same)
    same(s3_house)


def test_a_studio_moves_from_s3_to_a_folder(s3_house: House, tmp_path: Path) -> None:
    test_backup.lived_in(s3_house)
    taken = take(tmp_path / "backup")
    assert len(taken.files) >= 3
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PERSCOACH_STORAGE_URL")
        test_backup.move(tmp_path / "other", patch)
        restore(tmp_path / "backup")
        assert take(tmp_path / "again").files == taken.files
    get_settings.cache_clear()


def test_a_bucket_that_is_not_there_is_not_ready(s3_house: House, s3: str) -> None:
    assert s3_house.browser().get("/api/health/ready").json()["storage"] == "ok"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERSCOACH_STORAGE_URL", s3.replace(BUCKET, "nobodys"))
        get_settings.cache_clear()
        assert s3_house.browser().get("/api/health/ready").json() == {"database": "ok", "storage": "away"}
    get_settings.cache_clear()


@pytest.mark.usefixtures("fresh_settings")
def test_two_processes_share_what_a_page_holds(redis: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reflex's own manager at our URL: what one process changes in a page's state, the other reads."""
    import reflex as rx
    from reflex.istate.manager import StateManager
    from reflex.istate.manager.redis import StateManagerRedis
    from reflex.istate.manager.token import BaseStateToken
    from reflex_base.config import get_config

    from perscoach_app.state.visitor import Visitor

    monkeypatch.setattr(get_config(), "redis_url", redis)
    monkeypatch.setattr(get_config(), "state_manager_mode", get_config().state_manager_mode)
    monkeypatch.setattr(get_config(), "_non_default_attributes", get_config()._non_default_attributes - {"state_manager_mode"})

    async def read_and_write() -> str:
        one, other = StateManager.create(), StateManager.create()
        assert isinstance(one, StateManagerRedis)
        token = BaseStateToken(ident="page", cls=rx.State)
        try:
            async with one.modify_state(token) as state:
                (await state.get_state(Visitor)).tenant_name = "Мария"
            read = await other.get_state(token)
            return str((await read.get_state(Visitor)).tenant_name)
        finally:
            await one.close()
            await other.close()

    assert asyncio.run(read_and_write()) == "Мария"
