create language case_lang handler plpgsql_call_handler;
create function to_lang(internal) returns internal language internal immutable as 'prsd_lextype';
