insert into p values ('[1,2)', '[2024-01-01,2024-02-01)'); insert into x values (1, '[2024-01-01,2024-02-01)');
