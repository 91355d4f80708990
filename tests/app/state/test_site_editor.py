"""The editor of the trainer's site, and how her choices reach her clients' pages."""

from perscoach_app.services import site, tenants
from perscoach_app.services.site import Site
from perscoach_app.state.home import HomeState
from perscoach_app.state.site import SiteState
from perscoach_app.state.site_editor import SiteEditor
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.state.browsing import run, visit


def opened(house: House) -> SiteEditor:
    state = visit(SiteEditor, "/trainer/site", house.anna, language="ru")
    run(state, "load")
    return state


def test_the_preview_follows_what_is_typed_and_the_site_does_not(house: House) -> None:
    state = opened(house)
    run(state, "edit", "headline", "Спина без боли")
    assert state.shown.headline == "Спина без боли"
    assert _kept().headline == ""
    run(state, "save", {})
    assert _kept().headline == "Спина без боли"
    assert state.told == "Сайт обновлён"


def test_colours_that_cannot_be_read_come_with_an_offer(house: House) -> None:
    state = opened(house)
    run(state, "edit", "accent", "#0000ff")
    assert state.accent_offer not in ("", "#0000ff")
    run(state, "save", {})
    assert state.errors["accent"]
    assert _kept().accent == "#00ff88"
    run(state, "take_offer")
    run(state, "save", {})
    kept = _kept().accent
    assert kept != "#00ff88"
    assert state.brand["--accent"].endswith(f", {kept})")


def test_what_cannot_stay_is_said_at_its_field(house: House) -> None:
    state = opened(house)
    run(state, "edit", "contact_email", "anna@")
    run(state, "save", {})
    assert [name for name, words in state.errors.items() if words] == ["contact_email"]
    run(state, "edit", "contact_email", "anna@example.com")
    assert not any(state.errors.values())


def test_a_refused_photo_is_explained(house: House) -> None:
    state = visit(SiteEditor, "/trainer/site?photo=photo_too_large", house.anna, language="ru")
    run(state, "load")
    assert "8 МБ" in state.photo_problem


def test_zones_are_called_as_the_reader_calls_them(house: House) -> None:
    assert ("Europe/Moscow", "Москва, +03:00") in opened(house).zones


def test_a_trainer_who_says_ty_is_heard_by_clients_only(house: House) -> None:
    with open_session() as db:
        site.change(db, house.anna.scope, Site("Анна", address="ty"))
    voices = []
    for member, host in ((house.maria, "anna"), (None, "anna"), (house.anna, "anna"), (house.viktor, "boris")):
        state = visit(HomeState, "/home", member, host=f"{host}.localhost:3100", language="ru")
        run(state, "load")
        voices.append(state.voice)
    assert voices == ["ru@ty", "ru@ty", "ru", "ru"]
    english = visit(HomeState, "/home", language="en")
    run(english, "load")
    assert english.voice == "en"


def test_the_mini_site_shows_what_she_wrote_in_her_colours(house: House) -> None:
    with open_session() as db:
        site.change(db, house.anna.scope, Site("Анна", about="Раз.\n\nДва.", contact_phone="+7 (900) 000-00-00", accent="#ffcf4a"))
    state = visit(SiteState, "/")
    run(state, "load")
    assert (state.site.about, state.site.phone_href) == (["Раз.", "Два."], "tel:+79000000000")
    assert state.brand["--accent"].endswith(", #ffcf4a)")
    other = visit(SiteState, "/", host="boris.localhost:3100")
    run(other, "load")
    assert other.brand["--accent"].endswith(", #00ff88)")
    assert other.site.reachable is False


def _kept() -> Site:
    with open_session(reading=True) as db:
        tenant = tenants.by_slug(db, "anna")
    assert tenant is not None
    return site.of_tenant(tenant)
