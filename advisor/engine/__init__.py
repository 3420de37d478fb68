"""From facts to a recommendation: worlds, plans, checks, questions, reasons and sentences."""
