-- Limits of single subjects that are no users: addresses, and whatever services count.
CREATE SEQUENCE subject_overrides_seq START WITH 50 INCREMENT BY 50;

CREATE TABLE subject_overrides (
    id             bigint       NOT NULL PRIMARY KEY,
    subject_type   varchar(32)  NOT NULL,
    subject_id     varchar(255) NOT NULL,
    category       varchar(64)  NOT NULL,
    request_limit  integer      NOT NULL,
    period_seconds integer      NOT NULL,
    CONSTRAINT uq_subject_overrides UNIQUE (subject_type, subject_id, category)
);
