CREATE TYPE float_range AS RANGE (subtype = float8);
ALTER TYPE float_range RENAME TO span;
CREATE TABLE held (during span);
