"""What keepers of rules work with: examples and cases tried out, what a change does, checks, versions."""
