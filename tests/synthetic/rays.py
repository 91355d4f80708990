"""Ray casting on the CPU by warp: the person's pixels, the shade on every vertex, the shadow on the room."""
# In a kernel `float(0.0)` declares a variable that may change; a bare literal would be a constant.
# ruff: noqa: UP018, RUF046

from typing import Any

import warp as wp

wp.config.quiet = True
wp.config.verbose_warnings = False
# No gradients and no unrolled loops: the kernels compile in a fraction of the time, once a machine.
wp.set_module_options({"enable_backward": False, "max_unroll": 1})

EDGE_TRIES = 8
"""How many triangles beyond a garment's edge a ray may pass before it is given up as a miss."""

vec3 = wp.vec3


@wp.struct
class Surface:
    """The posed person, by vertex, and what each triangle is made of."""

    mesh: wp.uint64
    faces: wp.array(dtype=wp.int32)  # type: ignore[valid-type]
    normals: wp.array(dtype=wp.vec3)  # type: ignore[valid-type]
    rest: wp.array(dtype=wp.vec3)  # type: ignore[valid-type]
    paint: wp.array(dtype=wp.vec3)  # type: ignore[valid-type]
    cut: wp.array(dtype=wp.float32)  # type: ignore[valid-type]
    open: wp.array(dtype=wp.float32)  # type: ignore[valid-type]
    kinds: wp.array(dtype=wp.int32)  # type: ignore[valid-type]
    sole: wp.float32


@wp.struct
class Lens:
    """The camera, and the part of the picture to render."""

    eye: wp.vec3
    right: wp.vec3
    down: wp.vec3
    ahead: wp.vec3
    focal: wp.float32
    width: wp.int32
    height: wp.int32
    left: wp.int32
    top: wp.int32
    columns: wp.int32


@wp.struct
class Lamp:
    """The room's light (see `light.Light`)."""

    key: wp.array(dtype=wp.vec3)  # type: ignore[valid-type]
    middle: wp.vec3
    key_colour: wp.vec3
    sky: wp.vec3
    ground: wp.vec3
    fill: wp.vec3


@wp.struct
class Met:
    """Where a ray met the person: `face` is -1 for a miss; the rest is barycentric."""

    face: wp.int32
    t: wp.float32
    u: wp.float32
    v: wp.float32
    cut: wp.float32


@wp.func
def cast(surface: Surface, origin: wp.vec3, direction: wp.vec3, reach: float) -> Met:
    met = Met()
    met.face = -1
    start = float(0.0)
    for _ in range(EDGE_TRIES):
        hit = wp.mesh_query_ray(surface.mesh, origin + direction * start, direction, reach - start)
        if not hit.result:
            return met
        a = surface.faces[hit.face * 3]
        b = surface.faces[hit.face * 3 + 1]
        c = surface.faces[hit.face * 3 + 2]
        cut = surface.cut[a] * hit.u + surface.cut[b] * hit.v + surface.cut[c] * (1.0 - hit.u - hit.v)
        if surface.kinds[hit.face] == 2:
            # Hair has no hem: its edge is as uneven as strands are.
            rest = surface.rest[a] * hit.u + surface.rest[b] * hit.v + surface.rest[c] * (1.0 - hit.u - hit.v)
            cut += 0.007 * wp.noise(wp.rand_init(9), wp.vec3(rest[0] * 240.0, rest[1] * 160.0, rest[2] * 20.0))
        if cut <= 0.0:
            met.face = hit.face
            met.t = start + hit.t
            met.u = hit.u
            met.v = hit.v
            met.cut = cut
            return met
        start = start + hit.t + 1.0e-4
    return met


@wp.func
def mixed(values: wp.array(dtype=wp.vec3), surface: Surface, met: Met) -> wp.vec3:  # type: ignore[valid-type]
    a = surface.faces[met.face * 3]
    b = surface.faces[met.face * 3 + 1]
    c = surface.faces[met.face * 3 + 2]
    return values[a] * met.u + values[b] * met.v + values[c] * (1.0 - met.u - met.v)


@wp.func
def wobble(place: wp.vec3, seed: int) -> wp.vec3:
    return wp.vec3(wp.noise(wp.rand_init(seed), place), wp.noise(wp.rand_init(seed + 1), place), wp.noise(wp.rand_init(seed + 2), place))


@wp.func
def shaded(surface: Surface, lamp: Lamp, met: Met, place: wp.vec3, view: wp.vec3, lamp_index: int) -> wp.vec3:
    normal = wp.normalize(mixed(surface.normals, surface, met))
    if wp.dot(normal, view) > 0.0:
        normal = normal - view * (2.0 * wp.dot(normal, view)) * 0.5
        normal = wp.normalize(normal)
    rest = mixed(surface.rest, surface, met)
    colour = mixed(surface.paint, surface, met)
    a = surface.faces[met.face * 3]
    b = surface.faces[met.face * 3 + 1]
    c = surface.faces[met.face * 3 + 2]
    openness = surface.open[a] * met.u + surface.open[b] * met.v + surface.open[c] * (1.0 - met.u - met.v)
    kind = surface.kinds[met.face]
    wrap = float(0.0)
    gloss = float(0.03)
    power = float(12.0)
    sheen = float(0.10)
    if kind == 0:
        colour = colour * (1.0 + 0.10 * wp.noise(wp.rand_init(3), rest * 55.0) + 0.08 * wp.noise(wp.rand_init(4), rest * 190.0))
        wrap = 0.22
        gloss = 0.16
        power = 18.0
    if kind == 1:
        fold = wobble(wp.vec3(rest[0] * 26.0, rest[1] * 26.0, rest[2] * 11.0), 11) * 0.20 + wobble(rest * 60.0, 21) * 0.07
        normal = wp.normalize(normal + fold)
        colour = colour * (1.0 + 0.07 * wp.noise(wp.rand_init(5), rest * 320.0) + 0.05 * wp.noise(wp.rand_init(6), rest * 40.0))
        # The hem: a darker stitched centimetre at the garment's edge.
        colour = colour * (1.0 - 0.22 * wp.exp(-wp.pow((met.cut + 0.014) / 0.0025, 2.0)))
        wrap = 0.12
    if kind == 2:
        strand = wp.noise(wp.rand_init(7), wp.vec3(rest[0] * 260.0, rest[1] * 90.0, rest[2] * 40.0))
        colour = colour * (1.0 + 0.55 * strand)
        normal = wp.normalize(normal + wobble(wp.vec3(rest[0] * 120.0, rest[1] * 60.0, rest[2] * 24.0), 31) * 0.30)
        gloss = 0.22
        power = 22.0
    if kind == 3:
        gloss = 0.12
        power = 20.0
        colour = colour * (1.0 + 0.12 * wp.noise(wp.rand_init(8), rest * 140.0))
        if rest[2] < surface.sole + 0.030:
            # The rubber sole, with a groove along its upper edge.
            colour = wp.vec3(0.62, 0.61, 0.59) * (1.0 - 0.5 * wp.exp(-wp.pow((rest[2] - surface.sole - 0.028) / 0.003, 2.0)))
    if kind == 4:
        gloss = 0.7
        power = 90.0
    if kind == 5:
        gloss = 0.25
        power = 40.0
    towards = lamp.middle - place
    direction = wp.normalize(towards)
    lit = float(0.0)
    facing = (wp.dot(normal, direction) + wrap) / (1.0 + wrap)
    if facing > 0.0:
        origin = place + normal * 0.004
        to_lamp = lamp.key[lamp_index] - origin
        blocked = cast(surface, origin, wp.normalize(to_lamp), wp.length(to_lamp))
        if blocked.face < 0:
            lit = facing
    half = wp.normalize(direction - view)
    shine = gloss * wp.pow(wp.max(wp.dot(normal, half), 0.0), power)
    key = wp.cw_mul(colour, lamp.key_colour) * lit
    if kind == 0:
        # Light that enters skin leaves it redder where the surface turns away.
        key = wp.cw_mul(key, wp.vec3(1.0 + 0.22 * (1.0 - lit), 1.0, 1.0 - 0.06 * (1.0 - lit)))
    up = normal[2] * 0.5 + 0.5
    around = wp.cw_mul(colour, lamp.sky * up + lamp.ground * (1.0 - up)) * openness
    fill = wp.cw_mul(colour, lamp.fill) * wp.max(wp.dot(normal, wp.normalize(wp.vec3(0.8, -0.6, 0.25))), 0.0) * openness
    rim = sheen * wp.pow(wp.clamp(1.0 + wp.dot(normal, view), 0.0, 1.0), 3.5) * openness
    glint = lamp.key_colour * shine
    if lit <= 0.0:
        glint = glint * 0.12
    return key + around + fill + glint + wp.cw_mul(lamp.sky, colour * 0.6 + wp.vec3(0.2, 0.2, 0.2)) * rim


@wp.kernel
def picture(
    surface: Surface,
    lens: Lens,
    lamp: Lamp,
    colours: wp.array(dtype=wp.vec3),  # type: ignore[valid-type]
    alpha: wp.array(dtype=wp.float32),  # type: ignore[valid-type]
    gear: wp.array(dtype=wp.float32),  # type: ignore[valid-type]
) -> None:
    index = wp.tid()
    x = float(lens.left + index % lens.columns)
    y = float(lens.top + index / lens.columns)
    hits = int(0)
    held = int(0)
    total = wp.vec3(0.0, 0.0, 0.0)
    across = int(2)
    counted = int(4)
    first_kind = int(-2)
    uneven = int(0)
    for turn in range(2):
        for sample in range(counted):
            dx = (float(sample % across) + 0.5) / float(across)
            dy = (float(sample / across) + 0.5) / float(across)
            direction = wp.normalize(
                lens.right * (x + dx - float(lens.width) * 0.5) + lens.down * (y + dy - float(lens.height) * 0.5) + lens.ahead * lens.focal
            )
            met = cast(surface, lens.eye, direction, 100.0)
            kind = int(-1)
            if met.face >= 0:
                kind = surface.kinds[met.face]
                hits += 1
                if kind == 5:
                    held += 1
                total += shaded(surface, lamp, met, lens.eye + direction * met.t, direction, (sample * 5 + turn) % 16)
            if first_kind == -2:
                first_kind = kind
            if kind != first_kind:
                uneven = 1
        if turn == 0:
            if uneven == 0:
                break
            # An edge runs through the pixel: sixteen samples instead of four.
            hits = 0
            held = 0
            total = wp.vec3(0.0, 0.0, 0.0)
            across = 4
            counted = 16
    alpha[index] = float(hits) / float(counted)
    gear[index] = float(held) / float(counted)
    if hits > 0:
        colours[index] = total / float(hits)


@wp.func
def spread(index: int, count: int, normal: wp.vec3) -> wp.vec3:
    """The `index`-th of `count` directions over the hemisphere about `normal`, cosine-weighted."""
    share = (float(index) + 0.5) / float(count)
    angle = float(index) * 2.399963
    radius = wp.sqrt(share)
    side = wp.vec3(1.0, 0.0, 0.0)
    if wp.abs(normal[0]) > 0.8:
        side = wp.vec3(0.0, 1.0, 0.0)
    first = wp.normalize(wp.cross(normal, side))
    second = wp.cross(normal, first)
    return wp.normalize(first * (radius * wp.cos(angle)) + second * (radius * wp.sin(angle)) + normal * wp.sqrt(1.0 - share * 0.96))


@wp.kernel
def openness(surface: Surface, vertices: wp.array(dtype=wp.vec3), rays: int, reach: float, out: wp.array(dtype=wp.float32)) -> None:  # type: ignore[valid-type]
    index = wp.tid()
    normal = surface.normals[index]
    origin = vertices[index] + normal * 0.012
    free = float(0.0)
    for ray in range(rays):
        direction = spread(ray, rays, normal)
        hit = wp.mesh_query_ray(surface.mesh, origin, direction, reach)
        if not hit.result:
            free += 1.0
        if hit.result:
            free += 0.7 * hit.t / reach
        if direction[2] < 0.0 and origin[2] + direction[2] * reach < 0.0:
            free -= 0.15
    out[index] = wp.clamp(free / float(rays), 0.0, 1.0)


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
    for point in range(16):
        to_lamp = lamp.key[point] - origin
        if cast(surface, origin, wp.normalize(to_lamp), wp.length(to_lamp)).face < 0:
            seen += 1.0
    free = float(0.0)
    for ray in range(12):
        hit = wp.mesh_query_ray(surface.mesh, origin, spread(ray, 12, normals[index]), 0.7)
        if hit.result:
            free += hit.t / 0.7
        else:
            free += 1.0
    out[index] = wp.vec2(seen / 16.0, free / 12.0)


def vectors(values: Any) -> Any:
    """A numpy (N, 3) as warp's array of vectors."""
    return wp.array(values, dtype=wp.vec3, device="cpu")
