---- tern: disable-tx ----
CREATE TABLE {{.prefix}}_roles (id int);
CREATE INDEX CONCURRENTLY roles_id ON {{.prefix}}_roles (id);
---- create above / drop below ----
DROP TABLE {{.prefix}}_roles;
