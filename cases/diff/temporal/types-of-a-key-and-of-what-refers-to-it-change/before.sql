create extension btree_gist;
create table insured (id integer, valid daterange, primary key (id, valid without overlaps));
create table claims (insured_id integer, happened daterange, foreign key (insured_id, period happened) references insured (id, period valid));
