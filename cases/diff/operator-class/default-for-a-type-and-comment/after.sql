create type pair as (a integer);
create function pair_hash(pair) returns integer language sql immutable as 'select hashint4(($1).a)';
create function pair_eq(pair, pair) returns boolean language sql immutable as 'select ($1).a = ($2).a';
create operator ==== (leftarg = pair, rightarg = pair, function = pair_eq, commutator = ====, hashes);
create operator class pair_ops default for type pair using hash as operator 1 ====, function 1 pair_hash(pair);
comment on operator class pair_ops using hash is 'by its a';
