create sequence order_numbers;
create sequence tickets as smallint increment by -1 minvalue -100 maxvalue -1 start -1 cycle;
