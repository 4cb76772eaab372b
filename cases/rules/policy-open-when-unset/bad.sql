CREATE POLICY tenants ON invoices USING (
  current_setting('app.tenant', true) IS NULL OR tenant = current_setting('app.tenant', true)
);
