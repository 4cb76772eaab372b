create trusted language case_lang handler plpgsql_call_handler;
