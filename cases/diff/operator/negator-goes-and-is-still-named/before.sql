CREATE FUNCTION same(boolean, boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE OPERATOR === (FUNCTION = same, LEFTARG = boolean, RIGHTARG = boolean, COMMUTATOR = ===, NEGATOR = !==);
