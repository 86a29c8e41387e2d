-- The rate-limit categories that a service may ask about, separated by commas; null: all there are.
ALTER TABLE users ADD COLUMN admission_categories VARCHAR(4000);
