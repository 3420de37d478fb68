"""Reads packs and cases, checks every file against its shape and against the others, and says in plain words what is wrong."""
