"""The running app of a team: its store, and a browser for each person."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from advisor.service.desk import Desk
from advisor.storing.audit import entries
from advisor.storing.people import Role, keep_person, set_roles
from advisor.storing.store import Store, open_store
from tests.running_app import RunningApp, free_port
from tests.team.people import NAMES, settings


class Team:
    """The running app of a team, its store, and a browser for each person."""

    def __init__(self, browser: Browser, provider: str, root: Path, folder: Path) -> None:
        port = free_port()
        self.folder, self.provider, self._browser = folder, provider, browser
        self.address = f"http://localhost:{port}"
        self.log = folder.parent / "log"
        arguments = ("--root", str(root), "--store", str(folder))
        self._app = RunningApp(
            *arguments, port=port, environment=settings(provider, self.address), log=self.log,
            options=("--server.address", "0.0.0.0"),
        )  # fmt: skip
        self.store: Store = open_store(folder)
        self._contexts: list[BrowserContext] = []

    def stop(self) -> None:
        for context in self._contexts:
            context.close()
        self.store.close()
        self._app.stop()

    def page(self) -> Page:
        """A page of a browser in which nobody has signed in."""
        context = self._browser.new_context(viewport={"width": 1280, "height": 800})
        self._contexts.append(context)
        return context.new_page()

    def give(self, subject: str, *roles: Role) -> Desk:
        """These roles and no other, whether they have signed in before or not."""
        with self.store.writing() as connection:
            person = keep_person(connection, self.store, self.provider, subject, NAMES[subject])
            set_roles(connection, person.id, roles)
        return Desk(self.store, person)

    def refused(self) -> list[tuple[str, str, str]]:
        """Who tried what and why it was refused, the oldest first."""
        lines = entries(self.store, refused=True)
        return [(line.name, line.what, line.details["why"]) for line in reversed(lines)]
