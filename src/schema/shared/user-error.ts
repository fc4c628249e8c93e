import { Field, InterfaceType } from 'type-graphql';

@InterfaceType({
  description:
    'An outcome the caller can act on. Every mutation answers with a union of its success type and such errors.',
  resolveType: (value: object) => value.constructor.name,
})
export abstract class UserError {
  @Field(() => String, { description: 'Stable name of the outcome, for programs.' })
  readonly code!: string;

  @Field(() => String, {
    description: 'What happened and what can be done, in English, for people.',
  })
  readonly message!: string;
}
