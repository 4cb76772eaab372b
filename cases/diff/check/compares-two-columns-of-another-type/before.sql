create table node (id numeric, parent numeric, weight int, constraint other check (parent <> id), constraint light check (weight < id));
comment on constraint other on node is 'no loops';
