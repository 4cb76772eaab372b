insert into u values (1, 1), (2, null);
