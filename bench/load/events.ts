import { randomUUID } from 'node:crypto';

/** Events of a learner at work, as JSON: new ids each time, the rest as it comes. */
export function eventsOf(courseId: string, count: number): string {
  const at = new Date().toISOString();
  const events: string[] = [];
  for (let index = 0; index < count; index += 1) {
    events.push(
      `{"id":"${randomUUID()}","kind":"${KINDS[index % KINDS.length]}","courseId":"${courseId}",` +
        `"occurredAt":"${at}","data":{"page":${index},"source":"bench","visible":true,"seconds":12.5}}`,
    );
  }
  return `[${events.join(',')}]`;
}

const KINDS = ['LESSON_VIEWED', 'VIDEO_WATCHED', 'RESOURCE_OPENED', 'ACTIVITY_COMPLETED'];
