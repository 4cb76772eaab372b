CREATE TABLE readings (value int CONSTRAINT positive CHECK (value > 0));
CREATE TABLE archive () INHERITS (readings);
