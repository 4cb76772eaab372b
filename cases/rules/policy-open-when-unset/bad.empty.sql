CREATE POLICY tenants ON invoices FOR INSERT WITH CHECK (
  NOT is_paid AND (coalesce((SELECT current_setting('app.tenant', true)), '') = '' OR tenant = (SELECT current_setting('app.tenant', true)))
);
