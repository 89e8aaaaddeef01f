"""Two policies that disagree, hashes, codes that are good once, and what no policy takes."""

from __future__ import annotations

import hashlib
import hmac
import struct
from base64 import b32decode

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from hypothesis import given
from hypothesis import strategies as st

from access.authentication import second_factor
from access.authentication.passwords import POLICIES, PasswordHashing, PasswordOwner, hash_of_nobody
from tests.access.conftest import CHEAP

CHEN = PasswordOwner("chenwei", "陈伟")
CAREFUL = PasswordOwner("chenwei", "陈伟", has_factor=True)
DAY = 24 * 3600


@pytest.mark.parametrize(
    ("policy", "owner", "password", "faults"),
    [
        ("djbh3", CHEN, "Xk7-mw2q", ()),
        ("djbh3", CHEN, "Xk7-mw2", ("shorter-than-8",)),
        ("djbh3", CHEN, "long enough but plain", ("three-kinds",)),
        ("asvs", CHEN, "long enough but plain", ()),
        ("asvs", CHEN, "Xk7-mw2q", ("shorter-than-15-or-8",)),
        ("asvs", CAREFUL, "Xk7-mw2q", ()),
        ("asvs", CAREFUL, "Xk7-mw2", ("shorter-than-15-or-8",)),
        ("asvs", CAREFUL, "iloveyou", ("common",)),
        ("asvs", CAREFUL, "ILoveYou", ("common",)),
        ("asvs", CHEN, "aaaaaaaaaaaaaaaaaaaa", ("monotonous",)),
        ("asvs", CHEN, "foshancockpitchenwei", ("own-name",)),
        ("asvs", CHEN, "佛山驾驶舱陈伟chenwei12345", ("own-name",)),
        ("asvs", CHEN, "马到成功一帆风顺万事如意心想事成", ()),
        ("djbh3", CHEN, "Ab1!" * 40, ("too-long", "monotonous")),
    ],
)
def test_a_policy_takes_or_refuses_a_password_with_its_reasons(
    policy: str, owner: PasswordOwner, password: str, faults: tuple[str, ...]
) -> None:
    assert POLICIES[policy].faults(password, owner) == faults


def test_one_policy_wants_passwords_changed_and_the_other_never_without_a_cause() -> None:
    assert POLICIES["djbh3"].outlived(0, 90 * DAY + 1)
    assert not POLICIES["djbh3"].outlived(0, 90 * DAY)
    assert not POLICIES["asvs"].outlived(0, 10_000 * DAY)
    assert not POLICIES["djbh3"].outlived(None, 10_000 * DAY)


def test_a_password_is_kept_as_argon2id_and_recognised_however_it_is_spelt() -> None:
    keeper = PasswordHashing(CHEAP)
    kept = keeper.hash("cafe\u0301 佛山的早晨")

    assert kept.startswith("$argon2id$")
    assert keeper.right(kept, "caf\u00e9 佛山的早晨")
    assert not keeper.right(kept, "cafe 佛山的早晨")


@pytest.mark.parametrize("kept", [None, "", "no hash", "$argon2id$v=19$m=8"])
def test_where_there_is_no_hash_no_password_is_right(kept: str | None) -> None:
    assert not PasswordHashing(CHEAP).right(kept, "nobody has this password")


def test_a_hash_of_weaker_parameters_is_to_be_renewed() -> None:
    weak = PasswordHashing(CHEAP).hash("a password to keep")

    assert PasswordHashing(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)).outdated(weak)
    assert not PasswordHashing(CHEAP).outdated(weak)


def code_by_hand(secret: str, step: int) -> str:
    """RFC 6238 over RFC 4226, written out."""
    digest = hmac.new(b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = 1_800_000_015


@pytest.mark.parametrize(("drift", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_taken_of_the_present_step_and_its_neighbours(drift: int, taken: bool) -> None:
    step = NOW // 30 + drift

    assert second_factor.step_of(SECRET, code_by_hand(SECRET, step), NOW) == (step if taken else None)


def test_a_code_may_be_typed_in_two_groups() -> None:
    code = code_by_hand(SECRET, NOW // 30)

    assert second_factor.step_of(SECRET, f" {code[:3]} {code[3:]} ", NOW) == NOW // 30


@given(st.text(max_size=12).filter(lambda text: not ("".join(text.split()).isdigit() and text.isascii())))
def test_no_other_text_is_a_code(text: str) -> None:
    assert second_factor.step_of(SECRET, text, NOW) is None


def test_recovery_codes_are_ten_different_ones_and_recognised_however_they_are_typed() -> None:
    codes = second_factor.recovery_codes()
    key = b"k" * 32

    assert len(set(codes)) == 10
    for code in codes:
        typed = f" {code.lower().replace('-', ' ')}"
        assert second_factor.recovery_digest(key, typed) == second_factor.recovery_digest(key, code)
    assert second_factor.recovery_digest(b"x" * 32, codes[0]) != second_factor.recovery_digest(key, codes[0])


def test_checking_a_password_of_nobody_is_the_same_work_as_any_other() -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=64)
    nobody, somebody = hash_of_nobody(hasher), hasher.hash("x")

    assert extract_parameters(nobody) == extract_parameters(somebody)
    with pytest.raises(VerifyMismatchError):
        hasher.verify(nobody, "x")
