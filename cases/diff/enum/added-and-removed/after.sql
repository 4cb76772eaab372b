create type new_state as enum ('x', 'y', 'z');
