"""Passwords as hashes, and the work that is done whether or not there is a user."""

import pytest
from argon2 import PasswordHasher

from engine.errors import Invalid
from engine.identity.passwords import LONGEST, SHORTEST, Passwords

GOOD = "correct horse battery staple"


class Counting(PasswordHasher):
    """argon2 that tells how often it verified."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.verified = 0

    def verify(self, hash, password):
        self.verified += 1
        return super().verify(hash, password)


def test_a_password_is_kept_as_argon2id_and_never_the_same():
    passwords = Passwords()
    kept = [passwords.hash(GOOD) for _ in range(2)]
    assert kept[0] != kept[1] and all(one.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for one in kept)
    assert passwords.matches(kept[0], GOOD) and not passwords.matches(kept[0], GOOD + " ")


@pytest.mark.parametrize("kept", [None, "", "$argon2id$nonsense", "plain"])
def test_without_a_hash_nothing_matches(kept):
    assert not Passwords().matches(kept, "a password nobody has")


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("password", [GOOD, "wrong", "", "x" * 100_000])
def test_every_answer_costs_one_verification(known, password):
    hasher = Counting()
    passwords = Passwords(hasher)
    kept = passwords.hash(GOOD) if known else None
    assert passwords.matches(kept, password) is (known and password == GOOD)
    assert hasher.verified == 1


@pytest.mark.parametrize(("length", "fits"), [(SHORTEST - 1, False), (SHORTEST, True), (LONGEST, True),
                                              (LONGEST + 1, False)])
def test_a_password_has_12_to_256_characters(length, fits):
    if fits:
        assert Passwords(Counting()).hash("ä" * length)
    else:
        with pytest.raises(Invalid):
            Passwords(Counting()).hash("ä" * length)


def test_a_longer_text_that_begins_alike_does_not_match():
    passwords = Passwords(Counting())
    kept = passwords.hash("x" * LONGEST)
    assert passwords.matches(kept, "x" * LONGEST) and not passwords.matches(kept, "x" * (LONGEST + 1))


def test_hashes_of_other_parameters_are_outdated():
    assert Passwords().is_outdated(Counting().hash(GOOD))
    assert not Passwords().is_outdated(Passwords().hash(GOOD))
