CREATE TABLE papers (id integer, level integer);
CREATE FUNCTION is_open(papers, lowest integer DEFAULT 0, OUT is_so boolean) LANGUAGE sql RETURN ($1).level > lowest;
