"""Holds a recommendation against the rules with an evaluator of its own that shares no code with the planner."""
