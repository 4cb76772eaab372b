create policy own on users using (auth.uid() is not null);
