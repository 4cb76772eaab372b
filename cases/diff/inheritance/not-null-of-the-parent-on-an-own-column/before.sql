CREATE TABLE parent (id bigint NOT NULL, module bigint);
CREATE TABLE child (note text) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
