CREATE AGGREGATE as_array(anyelement) (SFUNC = array_append, STYPE = anyarray, INITCOND = '{}');
COMMENT ON AGGREGATE as_array(anyelement) IS 'All of them';
