CREATE TABLE users (id bigint PRIMARY KEY);
{{ if .Tenants }}
ALTER TABLE users ADD COLUMN tenant_id bigint;
{{ end }}
