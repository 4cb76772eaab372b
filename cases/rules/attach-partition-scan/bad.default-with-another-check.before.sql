CREATE TABLE visits (at timestamptz NOT NULL, n int CHECK (n > 0)) PARTITION BY RANGE (at);
CREATE TABLE visits_rest PARTITION OF visits DEFAULT;
