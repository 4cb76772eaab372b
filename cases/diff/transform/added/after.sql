create language case_lang handler plpgsql_call_handler;
create function to_lang(internal) returns internal language internal immutable as 'prsd_lextype';
create transform for integer language case_lang (from sql with function to_lang(internal));
comment on transform for integer language case_lang is 'as is';
