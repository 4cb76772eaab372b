create type name_range as range (subtype = text, collation = "C", multirange_type_name = name_spans);
