import { bkt } from './bkt.js';

/** Every tracer, by the name that stored states carry. */
export const knowledgeTracers = { bkt } as const;

export type KnowledgeTracerName = keyof typeof knowledgeTracers;
