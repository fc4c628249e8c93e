import type { Reader } from '../entities/orm.js';
import { streamKeys } from '../entities/stream-keys.js';
import { streamHeads } from '../entities/streams.repository.js';
import { loaderById } from './makers.js';

export function liveLoaders(db: Reader) {
  const headByKey = loaderById(
    (keys) => streamHeads(db, keys),
    (head) => head.key,
  );
  return {
    /** The newest sequence of a course's activity; 0 before the first. */
    classroomHead: async (courseId: string) => {
      const stream = streamKeys.classroom(courseId);
      return { stream, sequence: (await headByKey.load(stream))?.lastSequence ?? 0 };
    },
  };
}
