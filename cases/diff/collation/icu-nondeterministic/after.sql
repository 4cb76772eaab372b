create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
comment on collation folded is 'ignores case';
