create aggregate biggest(integer) (sfunc = int4larger, stype = integer, sortop = >);
comment on aggregate biggest(integer) is 'like max';
