CREATE TABLE users (id bigint PRIMARY KEY, changed_at timestamptz);
CREATE TRIGGER changed BEFORE UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION moddatetime(changed_at);
