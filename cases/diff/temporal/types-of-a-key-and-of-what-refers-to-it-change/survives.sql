select c.insured_id::text, i.valid from claims c join insured i on i.id = c.insured_id;
