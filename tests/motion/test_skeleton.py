from perscoach_motion.skeleton import CONNECTIONS, COUNT, LANDMARKS, LIMB_ENDS, LIMBS, MIRROR, MIRROR_LIMB


def test_a_mirror_of_a_mirror_is_the_body_itself() -> None:
    assert [MIRROR[MIRROR[number]] for number in range(COUNT)] == list(range(COUNT))
    assert [MIRROR_LIMB[MIRROR_LIMB[limb]] for limb in range(len(LIMBS))] == list(range(len(LIMBS)))


def test_the_mirror_swaps_sides_and_keeps_the_middle() -> None:
    assert LANDMARKS[MIRROR[LANDMARKS.index("left_wrist")]] == "right_wrist"
    assert LANDMARKS[MIRROR[LANDMARKS.index("mouth_left")]] == "mouth_right"
    assert LANDMARKS[MIRROR[0]] == "nose"
    assert LIMBS[MIRROR_LIMB[LIMBS.index("trunk")]] == "trunk"


def test_limbs_of_both_sides_are_built_alike() -> None:
    for limb, (start, end) in enumerate(LIMB_ENDS):
        twin_start, twin_end = LIMB_ENDS[MIRROR_LIMB[limb]]
        mirrored = {MIRROR[number] for number in (*start, *end)}
        assert mirrored == {*twin_start, *twin_end}, LIMBS[limb]


def test_lines_join_real_landmarks() -> None:
    assert all(0 <= a < COUNT and 0 <= b < COUNT and a != b for a, b in CONNECTIONS)
