create aggregate mean(double precision) (
  sfunc = float8_accum, stype = double precision[], finalfunc = float8_avg,
  combinefunc = float8_combine, initcond = '{0,0,0}', parallel = safe
);
