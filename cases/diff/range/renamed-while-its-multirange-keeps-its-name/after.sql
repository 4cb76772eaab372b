create type "Text Span" as range (subtype = text, multirange_type_name = spans);
create table t (id int, s "Text Span" default '[a,b)', many spans);
