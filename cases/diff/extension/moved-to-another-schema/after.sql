create schema tools;
create extension hstore schema tools;
