create sequence a increment -2;
create sequence b minvalue 5;
create sequence c as smallint minvalue 20 maxvalue 30;
create sequence d as smallint increment -1;
