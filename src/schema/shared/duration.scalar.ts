import { GraphQLScalarType } from 'graphql';
import { GraphQLISO8601Duration } from 'graphql-scalars';

/** A length of time as ISO 8601 text, kept as it was written. */
export const Duration = new GraphQLScalarType({
  ...GraphQLISO8601Duration.toConfig(),
  name: 'Duration',
  description: 'A length of time as ISO 8601 text, such as `PT45M` or `P6W`.',
});
