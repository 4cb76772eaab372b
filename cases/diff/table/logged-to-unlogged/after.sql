create unlogged table sessions (id integer primary key, token text);
