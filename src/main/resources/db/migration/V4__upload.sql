-- Uploads that a client may repeat without being charged twice. One attempt at a time holds a key,
-- named by its token; the answer is there once the upload is committed.
CREATE TABLE idempotency_keys (
  user_id         BIGINT NOT NULL,
  idempotency_key VARCHAR(255) NOT NULL,
  fingerprint     VARCHAR(64) NOT NULL,
  token           VARCHAR(36) NOT NULL,
  answer          VARCHAR(4000),
  running_until   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  expires_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (user_id, idempotency_key)
);
CREATE INDEX idx_idempotency_keys_expires_at ON idempotency_keys (expires_at);
