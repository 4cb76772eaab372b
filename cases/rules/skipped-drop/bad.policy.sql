CREATE POLICY "Own rows" ON "Users" USING (email = current_user);
DROP POLICY IF EXISTS "own rows" ON "Users";
