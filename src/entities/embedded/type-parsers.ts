import { createPostgreSqlTypeParsers } from '@mikro-orm/sql';
import pgTypes from 'pg-types';

/** Turns the text form of one value into what JavaScript sees. */
export type TypeParser = (text: string) => unknown;

const pgParser = pgTypes.getTypeParser as (oid: number) => TypeParser;
const textArray = pgParser(1009) as (text: string) => string[];

/** Dates, timestamps and intervals stay text, as MikroORM asks of the `pg` driver. */
const overrides: Record<number, TypeParser> = createPostgreSqlTypeParsers(textArray);

/**
 * The parser of a type by its oid: those of the `pg` driver with MikroORM's own on top, so that a
 * row looks the same from here and from a server (int8 and numeric as text, json parsed, bytea as
 * Buffer).
 */
export function typeParser(oid: number): TypeParser {
  return overrides[oid] ?? pgParser(oid);
}
