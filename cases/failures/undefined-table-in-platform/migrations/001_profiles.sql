CREATE TABLE profiles (
  id uuid PRIMARY KEY REFERENCES auth.users (id),
  avatar uuid REFERENCES storage.files (id)
);
