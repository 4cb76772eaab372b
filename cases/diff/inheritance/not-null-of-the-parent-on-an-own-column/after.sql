CREATE TABLE parent (id bigint NOT NULL, module bigint NOT NULL DEFAULT 1);
CREATE TABLE child (note text, module bigint DEFAULT 2) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
