insert into t values ('Ann', 'Lee');
