CREATE TYPE member_status AS ENUM ('new');
