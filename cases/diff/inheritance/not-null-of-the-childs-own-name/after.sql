create table plain (a integer, b integer);
create table child (constraint own not null a, b integer not null) inherits (plain);
create table second (a integer not null, b integer constraint second_b not null);
create table both_of_them () inherits (plain, second);
create table renamed (constraint mine not null a, constraint no_more not null b no inherit) inherits (plain);
create table below (constraint deep not null a) inherits (child);
