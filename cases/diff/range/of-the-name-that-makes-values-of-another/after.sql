CREATE TYPE float_range AS RANGE (subtype = float8);
CREATE TABLE held (during float_range);
