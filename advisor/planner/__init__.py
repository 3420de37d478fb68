"""The planner: from one world's demands to the one least plan that is complete."""
