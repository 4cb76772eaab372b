DROP OWNED BY former;
