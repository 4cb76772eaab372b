CREATE TABLE hooks (id bigint PRIMARY KEY, function text NOT NULL, relation regclass, type regtype, owner regrole);
