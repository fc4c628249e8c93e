// Prints the schema of the built server (dist/) into schema.graphql, sorted, with descriptions.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';

export const root = path.resolve(import.meta.dirname, '..');
export const schemaFile = path.join(root, 'schema.graphql');

/** @returns {Promise<string>} the contract, as schema.graphql should hold it */
export async function printFreshSchema() {
  const { buildSchema } = await import(path.join(root, 'dist/app/build-schema.js'));
  return `${printSchema(lexicographicSortSchema(await buildSchema()))}\n`;
}

if (process.argv[1] === import.meta.filename) {
  await writeFile(schemaFile, await printFreshSchema());
  console.log('schema.graphql printed.');
}
