
CREATE VIEW app.touched AS
  SELECT id, touched_at FROM app.notes;
