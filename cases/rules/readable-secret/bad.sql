GRANT SELECT ON accounts TO web_anon;
