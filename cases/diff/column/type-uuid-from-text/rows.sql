insert into t values ('6f1b3c1e-4a55-4d5e-9a53-0d8f7c2b1a00');
