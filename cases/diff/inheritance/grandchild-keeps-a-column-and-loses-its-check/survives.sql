select place, axles from trucks;
