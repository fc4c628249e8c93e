// Imported first by every program: graphql and others look at NODE_ENV once, while they load, and
// outside of production check every value for a second copy of themselves (a third of the CPU of an
// ingest request).
// eslint-disable-next-line no-restricted-properties -- written for others to read; nothing is read here
process.env['NODE_ENV'] ??= 'production';
