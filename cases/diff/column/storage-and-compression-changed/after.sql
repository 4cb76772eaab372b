create table t (a text storage external, b text compression pglz, c bytea storage main);
