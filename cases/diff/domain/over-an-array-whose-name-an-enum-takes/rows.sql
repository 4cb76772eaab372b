insert into t values (1, '{earth,venus}'), (2, default), (3, null); insert into u values (1, null);
