exports.up = async () => {};
