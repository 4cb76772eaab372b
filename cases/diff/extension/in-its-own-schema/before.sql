create table documents (id integer, title text);
