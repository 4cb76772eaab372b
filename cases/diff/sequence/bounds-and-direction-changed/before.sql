create sequence a;
create sequence b increment -1;
create sequence c minvalue 5 maxvalue 10;
create sequence d as integer;
