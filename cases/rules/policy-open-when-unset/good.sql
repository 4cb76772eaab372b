CREATE POLICY tenants ON invoices USING (tenant = current_setting('app.tenant', true));
CREATE ROLE service;
CREATE POLICY service ON invoices TO service USING (true);
CREATE POLICY paid ON invoices FOR SELECT USING (current_setting('app.tenant', true) IS NULL AND is_paid);
CREATE POLICY drafts ON invoices FOR SELECT USING (current_setting('app.mode', true) IS NULL OR tenant = current_setting('app.tenant', true));
