"""Where the app may answer and who vouches for people: what is refused, and the sentence it is refused with."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.service.access import (
    LONGEST,
    Identity,
    WrongSettings,
    expect_closed,
    identity_of,
    is_recent,
    sign_in_of,
)

SECRET = "0123456789abcdef0123456789abcdef"
VARIABLES = {
    "ADVISOR_SIGN_IN_METADATA": "https://login.example/.well-known/openid-configuration",
    "ADVISOR_SIGN_IN_CLIENT": "advisor",
    "ADVISOR_SIGN_IN_SECRET": "of-the-client",
    "ADVISOR_COOKIE_SECRET": SECRET,
    "ADVISOR_ADDRESS": "https://advisor.example/team/",
}
FILE = {
    "server_metadata_url": "https://login.example/.well-known/openid-configuration",
    "client_id": "advisor",
    "client_secret": "of-the-client",
    "cookie_secret": SECRET,
    "redirect_uri": "https://advisor.example/team/oauth2callback",
}


def test_nothing_said_of_sign_in_means_none() -> None:
    assert sign_in_of({}, None) is None
    assert sign_in_of({"ADVISOR_SIGN_IN_CLIENT": ""}, {}) is None


def test_environment_variables_and_a_file_say_the_same() -> None:
    by_variables, by_file = sign_in_of(VARIABLES, None), sign_in_of({}, FILE)
    assert by_variables is not None and by_file is not None
    assert by_variables.address == by_file.address == "https://advisor.example/team"
    assert by_variables.auth == by_file.auth == FILE
    assert by_variables.is_encrypted


def test_a_variable_goes_before_the_file() -> None:
    found = sign_in_of({"ADVISOR_SIGN_IN_CLIENT": "other"}, FILE)
    assert found is not None and found.auth["client_id"] == "other"


def test_printed_it_shows_no_secret() -> None:
    assert SECRET not in repr(sign_in_of({}, FILE)) and "of-the-client" not in repr(sign_in_of({}, FILE))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (
            {"client_secret": "", "cookie_secret": ""},
            "Sign-in is configured only in part. Missing: client_secret (or ADVISOR_SIGN_IN_SECRET), "
            "cookie_secret (or ADVISOR_COOKIE_SECRET). docs/deploy.md says how a team is set up.",
        ),
        (
            {"redirect_uri": "https://advisor.example/"},
            "redirect_uri must be the app's whole address followed by /oauth2callback, such as "
            "https://advisor.example/oauth2callback. docs/deploy.md says how a team is set up.",
        ),
        (
            {"redirect_uri": "http://advisor.example/oauth2callback"},
            "People would sign in over http, where others can read along. Put HTTPS in front. "
            "docs/deploy.md says how a team is set up.",
        ),
        (
            {"cookie_secret": SECRET[1:]},
            "cookie_secret is shorter than 32 characters, so it could be guessed. Make one with: openssl rand -hex 32",
        ),
    ],
)
def test_half_a_sign_in_is_refused_with_what_is_missing(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(WrongSettings) as refused:
        sign_in_of({}, FILE | changed)
    assert str(refused.value) == says


def test_without_encryption_one_signs_in_on_the_own_machine_alone() -> None:
    found = sign_in_of({}, FILE | {"redirect_uri": "http://localhost:8501/oauth2callback"})
    assert found is not None and not found.is_encrypted


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "localhost", "::1"])
def test_the_own_machine_needs_no_sign_in(address: str) -> None:
    expect_closed(None, address, ["localhost", "127.0.0.1"])


@pytest.mark.parametrize(
    ("address", "named"),
    [(None, "every address"), ("0.0.0.0", "0.0.0.0"), ("192.0.2.7", "192.0.2.7"), ("::", "::")],
)
def test_any_other_address_does(address: str | None, named: str) -> None:
    with pytest.raises(WrongSettings) as refused:
        expect_closed(None, address, [])
    assert str(refused.value) == (
        f"Without sign-in it answers on its own machine alone, not on {named}: whoever reaches it could read and change "
        "everything. Leave server.address at 127.0.0.1, or configure sign-in. docs/deploy.md says how a team is set up."
    )
    expect_closed(sign_in_of({}, FILE), address, [])


def test_so_does_another_host_name_that_a_proxy_would_bring() -> None:
    with pytest.raises(WrongSettings) as refused:
        expect_closed(None, "127.0.0.1", ["localhost", "advisor.example"])
    assert str(refused.value).startswith("server.allowedHosts lets in advisor.example, but no sign-in is configured")


def test_somebody_is_known_by_issuer_and_subject_and_called_by_the_best_name_there_is() -> None:
    claims = {"iss": "https://login.example", "sub": "17", "email": "a@b.example", "name": " Ann Example "}
    assert identity_of(claims) == Identity("https://login.example", "17", "Ann Example")
    assert identity_of(claims | {"name": None}) == Identity("https://login.example", "17", "a@b.example")
    assert identity_of({"iss": "https://login.example", "sub": "17"}) == Identity("https://login.example", "17", "17")
    assert identity_of({"sub": "17", "email": "a@b.example"}) is None
    assert identity_of({"iss": "https://login.example", "sub": ""}) is None


def test_a_sign_in_is_recent_for_half_a_day() -> None:
    longest = LONGEST.total_seconds()
    assert is_recent({"iat": 1_000_000}, 1_000_000 + longest - 1)
    assert not is_recent({"iat": 1_000_000}, 1_000_000 + longest)
    assert not is_recent({}, 1_000_000)
