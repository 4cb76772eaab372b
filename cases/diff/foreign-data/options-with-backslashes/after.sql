CREATE FOREIGN DATA WRAPPER files;
CREATE SERVER archive TYPE 'back\slash' VERSION '1\1' FOREIGN DATA WRAPPER files OPTIONS (path 'D:\it''s', copy '\\host\data');
