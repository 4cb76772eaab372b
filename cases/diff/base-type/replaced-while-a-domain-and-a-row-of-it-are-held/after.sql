CREATE TYPE answer;
CREATE FUNCTION answer_in(cstring) RETURNS answer LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION answer_out(answer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE answer (
  INPUT = answer_in,
  OUTPUT = answer_out,
  INTERNALLENGTH = 4,
  PASSEDBYVALUE,
  ALIGNMENT = int4,
  DEFAULT = '42',
  CATEGORY = 'N'
);
CREATE DOMAIN firm AS answer;
CREATE TYPE reply AS (said answer, at date);
CREATE TABLE replies (id integer, a answer, f firm, r reply);
