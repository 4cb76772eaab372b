CREATE TRIGGER users_audit AFTER UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();
