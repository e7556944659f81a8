"""Ids that belong to what they are made of."""

import uuid

import shortuuid

from engine.ids import derived_id, is_id

NAMESPACE = uuid.UUID("b2a5f6e0-6a0e-5d0c-9d5c-2f3f6c1c7a01")


def test_a_derived_id_is_a_version_5_uuid_in_the_digits_of_shortuuid():
    for number in range(500):
        parts = ("lot", f"crop:{number}:größe", number, None)
        spelled = "\x1f".join(map(str, parts))
        assert derived_id(*parts) == shortuuid.encode(uuid.uuid5(NAMESPACE, spelled))


def test_parts_that_look_alike_have_ids_of_their_own():
    made = {derived_id("lot", 1), derived_id("lot", "1", ""), derived_id("lot", 1.0), derived_id("lot1"),
            derived_id("lot", True)}
    assert len(made) == 5
    assert all(map(is_id, made))
