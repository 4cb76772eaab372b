create trusted language case_lang handler plpgsql_call_handler inline plpgsql_inline_handler;
create function f() returns integer language case_lang as $$ begin return 1; end $$;
