select item, valid::text, amount from prices order by valid;
