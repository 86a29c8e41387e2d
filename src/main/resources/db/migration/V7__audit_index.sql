-- Without it each page of the audit trail sorts all of it.
CREATE INDEX idx_audit_entries_at ON audit_entries (at DESC, id DESC);
