create extension btree_gist;
create table insured (id bigint, valid daterange, primary key (id, valid without overlaps));
create table claims (insured_id bigint, happened daterange, foreign key (insured_id, period happened) references insured (id, period valid));
