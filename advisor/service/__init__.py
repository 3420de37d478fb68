"""Who may do what: every write of the product goes through here, and a refused one is logged."""
