REVOKE SELECT ON people FROM support;
GRANT SELECT (id, name) ON people TO support;
