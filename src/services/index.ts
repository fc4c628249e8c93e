import type { EntityManager } from '../entities/orm.js';
import { AttemptsService } from './assessments/attempts.service.js';
import { AuthoringService } from './assessments/authoring.service.js';
import { CoursesService } from './courses/courses.service.js';
import { DraftsService } from './courses/drafts.service.js';
import { EnrollmentsService } from './enrollments/enrollments.service.js';
import { EventsService } from './events/events.service.js';
import { GradebookService } from './gradebook/gradebook.service.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { JobsService } from './jobs/jobs.service.js';
import { GuardiansService, SchoolsService, SessionsService, UsersService } from './people/index.js';
import type { Platform } from './platform.js';
import { PracticeService } from './practice/practice.service.js';
import { RecordingService } from './practice/recording.service.js';
import { SectionsService } from './sections/sections.service.js';

export interface Services {
  readonly sessions: SessionsService;
  readonly schools: SchoolsService;
  readonly users: UsersService;
  readonly guardians: GuardiansService;
  readonly courses: CoursesService;
  readonly drafts: DraftsService;
  readonly enrollments: EnrollmentsService;
  readonly invitations: InvitationsService;
  readonly sections: SectionsService;
  readonly practice: PracticeService;
  readonly recording: RecordingService;
  readonly authoring: AuthoringService;
  readonly attempts: AttemptsService;
  readonly events: EventsService;
  readonly jobs: JobsService;
  readonly gradebook: GradebookService;
}

/** The use cases, over one EntityManager fork. Made for one request or one live event. */
export function createServices(platform: Platform, em: EntityManager): Services {
  const deps = { em, clock: platform.clock, announce: platform.announce };
  return {
    sessions: new SessionsService(deps, platform.credentials),
    schools: new SchoolsService(deps, platform.credentials.passwords),
    courses: new CoursesService(deps),
    drafts: new DraftsService(deps, platform.versions),
    users: new UsersService(deps, platform.credentials.passwords),
    guardians: new GuardiansService(deps),
    enrollments: new EnrollmentsService(deps),
    invitations: new InvitationsService(deps, platform.credentials.passwords),
    sections: new SectionsService(deps),
    practice: new PracticeService(deps, platform.versions),
    recording: new RecordingService(deps, platform.versions),
    authoring: new AuthoringService(deps),
    attempts: new AttemptsService(deps),
    events: new EventsService(deps),
    jobs: new JobsService(deps, platform.enqueue),
    gradebook: new GradebookService(deps, new JobsService(deps, platform.enqueue)),
  };
}
