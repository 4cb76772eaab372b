CREATE SCHEMA log;
CREATE TABLE log."Events" (at timestamptz NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE log."Events_2024" (at timestamptz NOT NULL, what text);
