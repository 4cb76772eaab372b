CREATE POLICY admins ON documents TO authenticated USING ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin');
