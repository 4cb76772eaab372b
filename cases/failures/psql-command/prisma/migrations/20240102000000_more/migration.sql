SELECT 'CREATE TABLE a ()' \gexec
