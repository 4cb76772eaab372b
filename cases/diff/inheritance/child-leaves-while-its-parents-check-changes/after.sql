CREATE TABLE readings (value int CONSTRAINT positive CHECK (value > 10));
CREATE TABLE archive (value int CONSTRAINT positive CHECK (value > 0));
