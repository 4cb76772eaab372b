-- Every transcript is lost; what the audit log tells of them stays.
drop table public.chat_message;
drop table public.chat_session;
drop type public.chat_role;
