insert into visits values ('north', 30), ('south', 1), ('south', 15), ('south', 20), (null, 7), ('east', 7);
