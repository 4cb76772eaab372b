CREATE ROLE reporter LOGIN PASSWORD 'correct horse';
