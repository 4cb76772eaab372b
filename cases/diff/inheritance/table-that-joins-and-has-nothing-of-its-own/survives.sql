SELECT id, place, badge FROM visit;
