"""The studio's quick way to see: one plainly shaded sample a pixel, few shadow rays; for clips that only a pose model looks at."""
# ruff: noqa: UP018

import warp as wp

from tests.synthetic.rays import Lamp, Lens, Met, Surface, cast, mixed, spread

wp.set_module_options({"enable_backward": False, "max_unroll": 1})

SHADOW_STEP = 8
"""Pixels between two shadow samples."""
LAMPS = 4
"""Shadow rays from each place of the room to the window; the full way sends sixteen."""
AROUND = 4
"""Rays from each place of the room that ask how much of it the person hides; the full way sends twelve."""


@wp.func
def plainly(surface: Surface, lamp: Lamp, met: Met, place: wp.vec3, view: wp.vec3) -> wp.vec3:
    """`rays.shaded` without folds, weave and gloss, which are finer than these pictures' pixels."""
    normal = wp.normalize(mixed(surface.normals, surface, met))
    if wp.dot(normal, view) > 0.0:
        normal = wp.normalize(normal - view * wp.dot(normal, view))
    colour = mixed(surface.paint, surface, met)
    a = surface.faces[met.face * 3]
    openness = surface.open[a]
    direction = wp.normalize(lamp.middle - place)
    facing = (wp.dot(normal, direction) + 0.15) / 1.15
    lit = float(0.0)
    if facing > 0.0:
        origin = place + normal * 0.004
        blocked = wp.mesh_query_ray(surface.mesh, origin, direction, wp.length(lamp.middle - origin))
        if not blocked.result or blocked.t < 0.02:
            # What lies so near is the skin's own cloth, or the cloth beyond a hem, which no light stops at.
            lit = facing
    up = normal[2] * 0.5 + 0.5
    around = (lamp.sky * up + lamp.ground * (1.0 - up)) * openness
    fill = lamp.fill * wp.max(wp.dot(normal, wp.normalize(wp.vec3(0.8, -0.6, 0.25))), 0.0) * openness
    return wp.cw_mul(colour, lamp.key_colour * lit + around + fill)


@wp.kernel
def picture(
    surface: Surface,
    lens: Lens,
    lamp: Lamp,
    colours: wp.array(dtype=wp.vec3),  # type: ignore[valid-type]
    alpha: wp.array(dtype=wp.float32),  # type: ignore[valid-type]
) -> None:
    index = wp.tid()
    x = float(lens.left + index % lens.columns)
    y = float(lens.top + index / lens.columns)
    direction = wp.normalize(
        lens.right * (x + 0.5 - float(lens.width) * 0.5) + lens.down * (y + 0.5 - float(lens.height) * 0.5) + lens.ahead * lens.focal
    )
    met = cast(surface, lens.eye, direction, 100.0)
    if met.face >= 0:
        colours[index] = plainly(surface, lamp, met, lens.eye + direction * met.t, direction)
        alpha[index] = 1.0


@wp.kernel
def shadow(
    surface: Surface,
    lamp: Lamp,
    places: wp.array(dtype=wp.vec3),  # type: ignore[valid-type]
    normals: wp.array(dtype=wp.vec3),  # type: ignore[valid-type]
    out: wp.array(dtype=wp.vec2),  # type: ignore[valid-type]
) -> None:
    index = wp.tid()
    origin = places[index] + normals[index] * 0.002
    seen = float(0.0)
    for point in range(LAMPS):
        to_lamp = lamp.key[point * 5] - origin
        if cast(surface, origin, wp.normalize(to_lamp), wp.length(to_lamp)).face < 0:
            seen += 1.0
    free = float(0.0)
    for ray in range(AROUND):
        hit = wp.mesh_query_ray(surface.mesh, origin, spread(ray, AROUND, normals[index]), 0.7)
        if hit.result:
            free += hit.t / 0.7
        else:
            free += 1.0
    out[index] = wp.vec2(seen / float(LAMPS), free / float(AROUND))
