import { Extensions } from 'type-graphql';

/**
 * On a list field without a page size: how many objects it commonly has at most, from 1. The price
 * of an operation counts so many for it; lists that may grow without bound are connections instead.
 */
export function Expects(size: number): MethodDecorator & PropertyDecorator {
  return Extensions({ cost: { size } });
}
