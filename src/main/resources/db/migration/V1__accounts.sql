CREATE SEQUENCE users_seq START WITH 50 INCREMENT BY 50;

CREATE TABLE users (
    id            bigint                      NOT NULL PRIMARY KEY,
    -- 100 characters, of which each may take two UTF-16 units, the way H2 counts.
    username      varchar(200)                NOT NULL,
    password_hash varchar(255)                NOT NULL,
    role          varchar(10)                 NOT NULL,
    enabled       boolean                     NOT NULL,
    created_at    timestamp(6) with time zone NOT NULL,
    CONSTRAINT uq_users_username UNIQUE (username),
    CONSTRAINT ck_users_role CHECK (role IN ('user', 'admin'))
);

CREATE SEQUENCE api_keys_seq START WITH 50 INCREMENT BY 50;

CREATE TABLE api_keys (
    id         bigint                      NOT NULL PRIMARY KEY,
    user_id    bigint                      NOT NULL,
    name       varchar(200)                NOT NULL,
    prefix     varchar(20)                 NOT NULL,
    key_hash   varchar(64)                 NOT NULL,
    created_at timestamp(6) with time zone NOT NULL,
    CONSTRAINT uq_api_keys_key_hash UNIQUE (key_hash),
    CONSTRAINT fk_api_keys_user FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE INDEX idx_api_keys_user_id ON api_keys (user_id);

CREATE TABLE sessions (
    token_hash varchar(64)                 NOT NULL PRIMARY KEY,
    user_id    bigint                      NOT NULL,
    expires_at timestamp(6) with time zone NOT NULL,
    CONSTRAINT fk_sessions_user FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE INDEX idx_sessions_user_id ON sessions (user_id);
CREATE INDEX idx_sessions_expires_at ON sessions (expires_at);

CREATE SEQUENCE audit_entries_seq START WITH 50 INCREMENT BY 50;

-- Rows are only ever added. The actor is no foreign key: a failed login has none.
CREATE TABLE audit_entries (
    id       bigint                      NOT NULL PRIMARY KEY,
    at       timestamp(6) with time zone NOT NULL,
    actor_id bigint                      NOT NULL,
    actor    varchar(200)                NOT NULL,
    action   varchar(50)                 NOT NULL,
    target   varchar(300)                NOT NULL,
    detail   varchar(2000)               NOT NULL
);
