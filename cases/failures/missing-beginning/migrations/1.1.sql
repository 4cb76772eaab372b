ALTER TABLE hosts ADD alias text;
ALTER TABLE services ADD alias text;
UPDATE versions SET number = 11;
