create operator family numbers using btree;
alter operator family numbers using btree add
  operator 1 < (integer, bigint), operator 2 <= (integer, bigint), operator 3 = (integer, bigint),
  operator 4 >= (integer, bigint), operator 5 > (integer, bigint), function 1 btint48cmp(integer, bigint);
