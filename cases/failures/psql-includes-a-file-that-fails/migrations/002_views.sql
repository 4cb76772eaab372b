-- The one view is in another file.
\i functions/views.sql
CREATE VIEW app.newest AS
  SELECT id, wording FROM app.notes;
