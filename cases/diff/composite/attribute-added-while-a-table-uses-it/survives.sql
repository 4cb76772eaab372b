select id, (home).street, (home).city from people;
