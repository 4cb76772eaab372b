insert into t values (1, '{red,blue}', 'red');
