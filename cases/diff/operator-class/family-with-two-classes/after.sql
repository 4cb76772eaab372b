create operator family numbers using hash;
create operator class small_numbers for type smallint using hash family numbers as operator 1 =, function 1 hashint2(smallint);
create operator class big_numbers for type bigint using hash family numbers as operator 1 =, function 1 hashint8(bigint);
