ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts FOR SELECT USING (name = (SELECT current_setting('app.user', true)));
CREATE TABLE pages (id bigint PRIMARY KEY, next_page_token text, tokens text, token_count integer, secret boolean);
GRANT SELECT ON accounts, pages TO web_anon;
