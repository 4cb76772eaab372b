create table spans (a integer, b integer, constraint spans_apart exclude using gist (int4range(a, b) with &&));
