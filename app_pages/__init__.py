"""One file a page of the app; no logic: the same must be possible in a notebook without Streamlit."""
