create procedure p(in a integer, inout b integer, out c text) language plpgsql as $$ begin b := a; c := 'x'; end $$;
