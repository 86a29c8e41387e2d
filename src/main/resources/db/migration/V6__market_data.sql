-- What each stored file was understood to be: worked out once, by rules that have a number, so that
-- better rules look again. A file without a row here, such as an old one, gets it on first need.
CREATE TABLE file_market_data (
  file_id BIGINT PRIMARY KEY,
  rules   INTEGER NOT NULL,
  found   VARCHAR(8000) NOT NULL,
  CONSTRAINT file_market_data_file FOREIGN KEY (file_id) REFERENCES user_files (id) ON DELETE CASCADE
);

-- A remembered answer tells it too.
ALTER TABLE idempotency_keys ALTER COLUMN answer SET DATA TYPE VARCHAR(12000);
