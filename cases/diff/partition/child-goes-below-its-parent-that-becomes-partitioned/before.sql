CREATE TABLE w (col1 integer primary key);
CREATE TABLE p (col2a text) INHERITS (w);
