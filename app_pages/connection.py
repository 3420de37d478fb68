"""Back after a lost connection: the page is drawn anew at once, before anybody types into what the server no longer knows."""

from __future__ import annotations

import streamlit as st

# Streamlit goes on silently when the connection is back. A server that was started again then knows nothing of the fields that
# stand on the page, and would drop the first answer; asked once, it loads the case and draws them as they are kept.
_WATCH = """
export default function (component) {
  const app = document.querySelector('[data-testid="stApp"]')
  if (!app) return
  const name = 'data-test-connection-state'
  let lost = false
  const watch = new MutationObserver(() => {
    const connected = app.getAttribute(name) === 'CONNECTED'
    if (connected && lost) component.setTriggerValue('back', Date.now())
    lost = !connected
  })
  watch.observe(app, { attributes: true, attributeFilter: [name] })
  return () => watch.disconnect()
}
"""

_CONNECTION = st.components.v2.component("connection", html="<span></span>", js=_WATCH)


def watch_connection() -> None:
    _CONNECTION(key="connection", height=1, on_back_change=lambda: None)
