create sequence s increment by 5 minvalue 10 maxvalue 1000 start 20 cache 10 cycle;
