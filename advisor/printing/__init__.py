"""The printed recommendation: finished texts, set by a fixed Typst template."""
