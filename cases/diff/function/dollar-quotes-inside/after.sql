create function f() returns text language plpgsql as $body$
begin
  -- a comment with a ; and a $$ inside
  return $$x; 'y'$$ || E'\\n';
end
$body$;
