"""`python -m advisor`: the commands, and the tests of rules and cases."""
