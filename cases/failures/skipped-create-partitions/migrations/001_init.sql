CREATE TABLE readings (at timestamptz NOT NULL, value float8);
