CREATE TYPE mood AS ENUM ('happy');
CREATE TABLE t (m text DEFAULT 'happy');
