create type old_state as enum ('a', 'b');
