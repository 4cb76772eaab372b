CREATE POLICY admins ON documents TO authenticated USING ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');
