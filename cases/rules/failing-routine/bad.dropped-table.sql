DROP TABLE public.addresses;
