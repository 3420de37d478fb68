"""The editor of rule files: a component of its own, since Streamlit has no code editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from advisor.workshop.completing import Completion
from advisor.workshop.drafting import Mark
from app_pages.server import BASE, EDITOR_PATH

# The editor itself is a file of the app's own server, read once; this only fetches and calls it.
_LOADER = """
const editors = {}
export default function (component) {
  const path = component.data.path
  editors[path] ??= import(window.location.origin + path)
  let end
  editors[path].then((editor) => { end = editor.mount(component) })
  return () => end?.()
}
"""
_HTML = '<div id="editor"></div>'
_CSS = ".cm-editor { max-height: 34rem; }\n.cm-editor.cm-focused { outline-offset: -1px; }"

_EDITOR = st.components.v2.component("rule_editor", html=_HTML, css=_CSS, js=_LOADER)


def rule_editor(
    text: str,
    generation: str,
    *,
    key: str,
    label: str,
    problems: Sequence[Mark] = (),
    completions: Sequence[Completion] = (),
    read_only: bool = False,
    on_typed: Callable[[], None] = lambda: None,
    on_save: Callable[[], None] = lambda: None,
) -> None:
    """Show a rule file's text for typing. What was typed is read with `typed_in`, 300 ms after the last key.

    `generation` names the text that the app gives: as long as it stays the same, what is typed stays; another one puts `text`
    in its place.
    """
    _EDITOR(
        key=key,
        data={
            "path": f"{BASE}{EDITOR_PATH}",
            "text": text,
            "generation": generation,
            "label": label,
            "problems": [asdict(one) for one in problems],
            "completions": [asdict(one) for one in completions],
            "read_only": read_only,
        },
        on_typed_change=on_typed,
        on_save_change=on_save,
    )


def typed_in(key: str, generation: str) -> str | None:
    """What stands in the editor, if somebody has typed into this generation of the text."""
    state: Any = st.session_state.get(key)
    for name in ("save", "typed"):
        said = state.get(name) if state is not None else None
        if said and said["generation"] == generation:
            return str(said["text"])
    return None
