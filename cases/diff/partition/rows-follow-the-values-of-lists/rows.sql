insert into tickets values (1, 'new'), (2, 'open'), (3, 'closed'), (4, 'dropped'), (5, null);
