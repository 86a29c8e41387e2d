-- Stored files. A hidden one is being deleted: its owner no longer sees it, its bytes still count.
CREATE TABLE user_files (
  id              BIGINT PRIMARY KEY,
  user_id         BIGINT NOT NULL,
  filename        VARCHAR(255) NOT NULL,
  file_size_bytes BIGINT NOT NULL,
  file_path       VARCHAR(255) NOT NULL,
  mime_type       VARCHAR(100) NOT NULL,
  sha256          VARCHAR(64) NOT NULL,
  state           VARCHAR(10) NOT NULL,
  created_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  CONSTRAINT user_files_state CHECK (state IN ('STORED', 'HIDDEN')),
  CONSTRAINT user_files_path UNIQUE (file_path),
  CONSTRAINT user_files_user FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE SEQUENCE user_files_seq START WITH 50 INCREMENT BY 50;
CREATE INDEX idx_user_files_user_id ON user_files (user_id);
CREATE INDEX idx_user_files_newest ON user_files (user_id, created_at DESC, id DESC);
CREATE INDEX idx_user_files_state ON user_files (state, id);

-- What each user stores and has reserved; a null quota is the default of the settings. No CHECK
-- forbids a negative counter: one that was tampered with must not stop a delete before it is
-- repaired.
CREATE TABLE quota_accounts (
  user_id        BIGINT PRIMARY KEY,
  used_bytes     BIGINT DEFAULT 0 NOT NULL,
  used_files     INTEGER DEFAULT 0 NOT NULL,
  reserved_bytes BIGINT DEFAULT 0 NOT NULL,
  reserved_files INTEGER DEFAULT 0 NOT NULL,
  quota_bytes    BIGINT,
  quota_files    INTEGER,
  CONSTRAINT quota_accounts_user FOREIGN KEY (user_id) REFERENCES users (id)
);

-- One row: the bytes of all users, stored and reserved. One column for both, so that a commit of
-- the reserved size, which moves bytes from one to the other, need not touch the row everyone wants.
CREATE TABLE global_usage (
  id            SMALLINT PRIMARY KEY,
  charged_bytes BIGINT NOT NULL,
  CONSTRAINT global_usage_single CHECK (id = 1)
);
INSERT INTO global_usage (id, charged_bytes) VALUES (1, 0);

-- Uploads under way (LIVE), and ended ones whose bytes may still have to be swept (ENDED). The id is
-- also the name under which the bytes are written.
CREATE TABLE reservations (
  id          VARCHAR(36) PRIMARY KEY,
  user_id     BIGINT NOT NULL,
  bytes       BIGINT NOT NULL,
  state       VARCHAR(10) NOT NULL,
  lease_until TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  CONSTRAINT reservations_state CHECK (state IN ('LIVE', 'ENDED'))
);
CREATE INDEX idx_reservations_user_id ON reservations (user_id);
CREATE INDEX idx_reservations_lease ON reservations (state, lease_until);

-- One row: which database this is. A file store carries the same id, so that a foreign or unmounted
-- one is recognised before anything in it is swept.
CREATE TABLE store_identity (
  id          SMALLINT PRIMARY KEY,
  database_id VARCHAR(36) NOT NULL,
  CONSTRAINT store_identity_single CHECK (id = 1)
);
