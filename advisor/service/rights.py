"""Which role may do what. A write that is not listed here cannot be made."""

from __future__ import annotations

from typing import Literal, TypeAlias

from advisor.storing.people import Person, Role

Right: TypeAlias = Literal[
    "take calls",
    "see all cases",
    "change all cases",
    "edit rules",
    "publish rules",
    "suggest words",
    "read the log",
    "manage people",
    "look after the store",
]

RIGHTS: dict[Right, frozenset[Role]] = {
    "take calls": frozenset(
        {"seller", "engineer", "lead"}
    ),  # begin cases; change, share and issue their own and shared ones
    "see all cases": frozenset({"lead"}),
    "change all cases": frozenset({"lead"}),
    "edit rules": frozenset({"engineer"}),
    "publish rules": frozenset({"engineer"}),
    "suggest words": frozenset({"seller", "engineer", "lead"}),
    "read the log": frozenset({"administrator", "lead"}),
    "manage people": frozenset({"administrator"}),
    "look after the store": frozenset({"administrator"}),  # retention, export and erasure of a customer's data
}

ROLE_NAMES: dict[Role, str] = {
    "seller": "seller",
    "engineer": "pre-sales engineer",
    "lead": "lead",
    "administrator": "administrator",
}


class NotAllowed(Exception):
    """Somebody tried what their roles do not allow. It is in the log."""

    def __init__(self, right: Right) -> None:
        self.right = right
        whose = " or a ".join(ROLE_NAMES[role] for role in ROLE_NAMES if role in RIGHTS[right])
        super().__init__(
            f"Your role does not allow this: it takes a {whose} to {right}. Ask an administrator for the role."
        )


class NotFound(Exception):
    """There is no such case, or none that is open to this person: the sentence is the same for both. It is in the log."""

    def __init__(self) -> None:
        super().__init__(
            "There is no such case here. Look at the address, or ask whoever sent it to share the case with you."
        )


def has_right(person: Person, right: Right) -> bool:
    return not person.roles.isdisjoint(RIGHTS[right])
