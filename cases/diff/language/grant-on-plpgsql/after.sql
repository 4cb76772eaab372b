create table t (a integer);
revoke all on language plpgsql from public;
