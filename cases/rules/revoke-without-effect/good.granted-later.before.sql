REVOKE ALL ON people FROM support;
GRANT SELECT (id, name, tax_number) ON people TO support;
