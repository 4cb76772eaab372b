create table address (street text, city text);
