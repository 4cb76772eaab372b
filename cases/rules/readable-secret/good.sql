GRANT SELECT (id, name) ON accounts TO web_anon;
