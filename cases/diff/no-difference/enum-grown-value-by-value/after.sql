create type e as enum ('c');
alter type e add value 'a' before 'c';
alter type e add value 'b' after 'a';
alter type e add value 'd';
