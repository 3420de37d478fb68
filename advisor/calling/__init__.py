"""A call as the page shows it: what was heard, what was answered, and how lines and questions are worded; all without a screen."""
