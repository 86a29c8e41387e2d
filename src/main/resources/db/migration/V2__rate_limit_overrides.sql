CREATE SEQUENCE rate_limit_overrides_seq START WITH 50 INCREMENT BY 50;

CREATE TABLE rate_limit_overrides (
    id             bigint      NOT NULL PRIMARY KEY,
    user_id        bigint      NOT NULL,
    category       varchar(64) NOT NULL,
    request_limit  integer     NOT NULL,
    period_seconds integer     NOT NULL,
    CONSTRAINT uq_rate_limit_overrides UNIQUE (user_id, category),
    CONSTRAINT fk_rate_limit_overrides_user FOREIGN KEY (user_id) REFERENCES users (id)
);
