create procedure p() language plpgsql security definer set search_path = '' as $$ begin raise notice 'x'; end $$;
