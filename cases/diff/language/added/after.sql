create language case_lang handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
comment on language case_lang is 'as plpgsql';
