create type mood as enum ('awful', 'sad', 'so-so', 'it''s ok', 'happy');
