create schema tools;
create extension hstore;
