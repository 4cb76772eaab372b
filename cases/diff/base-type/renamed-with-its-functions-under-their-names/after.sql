CREATE TYPE mark;
CREATE FUNCTION grade_in(cstring) RETURNS mark LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION grade_out(mark) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE mark (INPUT = grade_in, OUTPUT = grade_out, INTERNALLENGTH = 4, PASSEDBYVALUE, ALIGNMENT = int4);
CREATE TABLE marks (id integer PRIMARY KEY, given mark);
