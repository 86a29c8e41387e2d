-- One id a call: with blocks, the persistence provider hands ids out under one lock for all uploads.
ALTER SEQUENCE user_files_seq INCREMENT BY 1;
