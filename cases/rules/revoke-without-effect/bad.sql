REVOKE SELECT (tax_number) ON people FROM support;
