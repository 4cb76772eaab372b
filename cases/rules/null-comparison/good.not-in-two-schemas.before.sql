CREATE SCHEMA draft;
CREATE SCHEMA live;
CREATE TABLE draft.kinds (code text);
CREATE TABLE live.kinds (code text NOT NULL);
CREATE TABLE live.visits (kind text NOT NULL);
