"""What is heard in a customer's words: nothing that was not said, and a missed wish rather than a wrong one."""

from __future__ import annotations

import pytest

from advisor.calling.heard import hear
from advisor.loading.load import load_pack
from advisor.pack import Pack


@pytest.fixture(scope="module")
def pack(project: object) -> Pack:
    return load_pack(project, "software_rollout")  # type: ignore[arg-type]


def wants(pack: Pack, words: str) -> list[tuple[str, int]]:
    return [(want.offering, want.quantity) for want in hear(pack, words).wants]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Put the new CRM on all 40 PCs next month. And a second server so we're safe, and support at night.",
            [("crm_suite", 40), ("second_server", 1), ("night_support", 1)],
        ),
        ("forty CRM seats", [("crm_suite", 40)]),
        ("twenty-five CRM seats", [("crm_suite", 25)]),
        ("CRM x 12", [("crm_suite", 12)]),
        ("12 x CRM", [("crm_suite", 12)]),
        ("The ERP for the twelve of us.", [("erp_suite", 12)]),
        ("A telephone on 30 desks.", [("desk_phone", 30)]),
        ("We need 1,200 mailboxes", [("hosted_mailbox", 1200)]),
        ("24/7 support", [("night_support", 1)]),
        ("Windows 10 is dead, put Windows 11 on all 32 PCs.", [("w11_upgrade", 32)]),
        ("gitlb please", [("gitlab_single", 1)]),
    ],
)
def test_a_thing_is_heard_with_how_many(pack: Pack, words: str, expected: list[tuple[str, int]]) -> None:
    assert wants(pack, words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "High-availability GitLab for our 60 developers",
        "A Nextcloud cluster for our 90 people",
        "A file server cluster for 2,500 people",
    ],
)
def test_what_is_not_had_by_each_is_wanted_once_however_many_people_use_it(pack: Pack, words: str) -> None:
    assert [quantity for _, quantity in wants(pack, words)] == [1]


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("No CRM, but support at night", ("CRM",)),
        ("We don't want a CRM", ("CRM",)),
        ("More memory for a PC instead of a new PC", ("new PC",)),
        ("We have a second server", ("second server",)),
        ("Our CRM is slow", ("CRM",)),
        ("It goes on the server we have", ("server",)),
        ("Something for our 25 mailboxes", ("mailboxes",)),
    ],
)
def test_what_is_refused_or_there_already_is_no_wish_and_is_said(
    pack: Pack, words: str, refused: tuple[str, ...]
) -> None:
    heard = hear(pack, words)
    assert heard.refused == refused
    assert not {name for name, _ in wants(pack, words)} & {
        "crm_suite",
        "new_pc",
        "second_server",
        "new_server",
        "hosted_mailbox",
    }


@pytest.mark.parametrize(
    ("words", "offering"),
    [
        ("Not only a CRM", "crm_suite"),
        ("We have to get a CRM", "crm_suite"),
        ("Our server is old, so a new server please", "new_server"),
    ],
)
def test_words_that_only_look_like_a_refusal_are_a_wish(pack: Pack, words: str, offering: str) -> None:
    assert wants(pack, words) == [(offering, 1)]


@pytest.mark.parametrize("words", ["two search servers", "a bigger backup", "a 24 TB backup server"])
def test_a_word_that_is_part_of_another_name_is_asked_about_and_not_added(pack: Pack, words: str) -> None:
    heard = hear(pack, words)
    assert heard.wants == () and heard.unclear != ()


def test_words_that_name_two_offerings_alike_are_asked_about(pack: Pack) -> None:
    heard = hear(pack, "more memory for the server")
    assert heard.wants == ()
    assert [one.offerings for one in heard.unclear] == [("server_memory_32", "server_memory_64")]


def test_a_result_is_heard_by_its_own_sentence(pack: Pack) -> None:
    assert [one.outcome for one in hear(pack, "Our quotes take too long.").outcomes] == ["faster_quotes"]


def test_where_it_stands_is_told_and_what_was_not_understood(pack: Pack) -> None:
    words = "A CRM, please. The coffee is cold."
    heard = hear(pack, words)
    begin, end = heard.wants[0].span
    assert words[begin:end] == "CRM"
    assert heard.rest == ("The coffee is cold",)


@pytest.mark.parametrize(
    "words", ["", " \n", "?!", "x" * 20_000, "crm " * 5_000, "\ud800", "３０ CRM", "CRM" + "́" * 500, "🙂" * 50]
)
def test_any_words_can_be_heard(pack: Pack, words: str) -> None:
    heard = hear(pack, words)
    assert all(1 <= want.quantity <= 100_000 for want in heard.wants)


def test_measures_are_no_quantities(pack: Pack) -> None:
    assert wants(pack, "2 GB for the CRM") == [("crm_suite", 1)]
    assert wants(pack, "a CRM in 2 weeks") == [("crm_suite", 1)]


def test_none_of_a_thing_is_no_wish_for_it(pack: Pack) -> None:
    assert wants(pack, "0 CRM seats") == [] and wants(pack, "zero CRM seats") == []
    assert wants(pack, "1 CRM seat") == [("crm_suite", 1)]
