import type { Reader } from '../entities/orm.js';
import { streamKeys } from '../entities/stream-keys.js';
import { streamHeads } from '../entities/streams.repository.js';
import { loaderById } from './makers.js';

/** Where streams stand: their newest sequence, 0 before the first item. */
export function liveLoaders(db: Reader) {
  const headByKey = loaderById(
    (keys) => streamHeads(db, keys),
    (head) => head.key,
  );
  const headOf = (streamOf: (id: string) => string) => async (id: string) => {
    const stream = streamOf(id);
    return { stream, sequence: (await headByKey.load(stream))?.lastSequence ?? 0 };
  };
  return {
    classroomHead: headOf(streamKeys.classroom),
    recommendationsHead: headOf(streamKeys.recommendations),
    attemptHead: headOf(streamKeys.attempt),
    jobHead: headOf(streamKeys.job),
  };
}
