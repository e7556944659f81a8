import re

import pytest

from engine.identity.keys import checksum, fingerprint, hint, is_well_formed, make_key

BODY = "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEf"
KEY = f"csb_{BODY}_84041098"


def test_the_checksum_is_the_published_crc_32():
    assert checksum(BODY) == "84041098"


def test_a_checksum_keeps_its_leading_zeros():
    assert all(re.fullmatch(r"[0-9a-f]{8}", checksum(f"{n:032}")) for n in range(200))


def test_a_new_key_is_well_formed_and_never_the_same():
    made = {make_key() for _ in range(100)}
    assert len(made) == 100 and all(is_well_formed(key) and key.startswith("csb_") for key in made)


@pytest.mark.parametrize("raw", [
    KEY.replace("Ab", "Bb", 1),  # one character of the body
    KEY[:-1] + "9",  # one of the checksum
    KEY[:-1],
    KEY + "0",
    KEY + "\n",
    KEY.upper(),
    KEY.replace("csb", "xyz"),
    f"csb_{BODY[:-1]}é_84041098",
    "csb_" + "A" * 100_000,
    "",
    # The sample printed in the vendor's documentation does not verify.
    f"csb_{BODY}_1a2b3c4d",
])
def test_anything_but_a_key_is_refused_by_shape_and_checksum(raw):
    assert not is_well_formed(raw)


@pytest.mark.parametrize("prefix", ["csb", "csu", "cpk"])
def test_all_three_prefixes_are_reserved(prefix):
    assert is_well_formed(make_key(prefix))


def test_the_fingerprint_is_the_plain_sha_256():
    # printf 'abc' | sha256sum
    assert fingerprint("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_hint_tells_keys_apart_and_gives_nothing_away():
    assert hint(KEY) == "csb_AbCd…1098"
