CREATE TABLE hooks (id bigint PRIMARY KEY, function text NOT NULL, relation regclass, type regtype, owner regrole);
CREATE TYPE step AS (relation regclass, called timestamptz);
CREATE TABLE steps (id bigint PRIMARY KEY, step step);
