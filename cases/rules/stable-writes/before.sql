CREATE TABLE hits (at timestamptz NOT NULL, page text NOT NULL);
