create type span as range (subtype = text, multirange_type_name = spans);
create table t (id int, s span default '[a,b)', many spans);
