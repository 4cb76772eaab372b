REVOKE SELECT (tax_number) ON people FROM support;
GRANT SELECT ON people TO support;
