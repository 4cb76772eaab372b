insert into insured values (1, '[2024-01-01,2025-01-01)');
insert into claims values (1, '[2024-03-01,2024-03-02)');
