create aggregate biggest(integer) (sfunc = int4larger, stype = integer);
