import type { EntityManager } from '../entities/orm.js';
import { EnrollmentsService } from './enrollments/enrollments.service.js';
import { EventsService } from './events/events.service.js';
import { JobsService } from './jobs/jobs.service.js';
import { SchoolsService, SessionsService } from './people/index.js';
import type { Platform } from './platform.js';
import { PracticeService } from './practice/practice.service.js';
import { RecordingService } from './practice/recording.service.js';

export interface Services {
  readonly sessions: SessionsService;
  readonly schools: SchoolsService;
  readonly enrollments: EnrollmentsService;
  readonly practice: PracticeService;
  readonly recording: RecordingService;
  readonly events: EventsService;
  readonly jobs: JobsService;
}

/** The use cases, over one EntityManager fork. Made for one request or one live event. */
export function createServices(platform: Platform, em: EntityManager): Services {
  const deps = { em, clock: platform.clock, announce: platform.announce };
  return {
    sessions: new SessionsService(deps, platform.credentials),
    schools: new SchoolsService(deps, platform.credentials.passwords),
    enrollments: new EnrollmentsService(deps),
    practice: new PracticeService(deps, platform.versions),
    recording: new RecordingService(deps, platform.versions),
    events: new EventsService(deps),
    jobs: new JobsService(deps, platform.enqueue),
  };
}
