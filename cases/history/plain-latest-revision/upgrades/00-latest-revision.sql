-- v0 -> v3 (compatible with v1+): Latest revision
CREATE TABLE portal (id bigint PRIMARY KEY, name text, topic text);
