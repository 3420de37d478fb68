"""The store: cases, versions of packs, people and the audit log, in SQLite or PostgreSQL; whoever calls has checked rights."""
