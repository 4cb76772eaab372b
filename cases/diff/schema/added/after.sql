create schema sales;
create schema billing;
