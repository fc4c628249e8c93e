import { createGateway } from '../../src/app/create-gateway.js';
import { readEnvironment } from '../../src/app/environment.js';
import { createLogger } from '../../src/app/logger.js';
import { openPlatform, type OpenPlatform } from '../../src/app/open-platform.js';
import { openEmbeddedDatabase } from '../../src/entities/embedded/index.js';
import { Enrollment } from '../../src/entities/enrollments.js';
import { readerOf } from '../../src/entities/orm.js';
import { ApiKey, GuardianLink, School, User } from '../../src/entities/people.js';
import { streamKeys } from '../../src/entities/stream-keys.js';
import { streamHeads } from '../../src/entities/streams.repository.js';
import { toGlobalId } from '../../src/schema/shared/global-id.js';
import type { Scope } from '../../src/services/actor.js';
import type { CourseContent } from '../../src/services/courses/course-content.js';
import { importCourse } from '../../src/services/courses/import-course.js';
import { newId } from '../../src/services/ids.js';
import { SchoolsService, SessionsService } from '../../src/services/people/index.js';
import type { Bus } from '../../src/subscriptions/bus.js';
import type { SocketLimits } from '../../src/subscriptions/socket-server.js';
import { TestClient, type TestStream } from './client.js';
import { createTestClock, type TestClock } from './clock.js';
import { sampleCourse } from './course.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { cheapPasswords, testSecret } from './people.js';

export interface TestGatewayOptions {
  readonly socketLimits?: Partial<SocketLimits>;
  /** How often the outbox is read without a hint. */
  readonly pollMs?: number;
  /** Instead of the one that the environment asks for. */
  readonly bus?: Bus;
  /** A node more on this gateway's database; on PostgreSQL alone. */
  readonly beside?: TestGateway;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The gateway itself, on a port of its own over an empty database, with people to act as. */
export class TestGateway {
  readonly #clients: TestClient[] = [];

  private constructor(
    readonly url: string,
    readonly platform: OpenPlatform,
    readonly gateway: Awaited<ReturnType<typeof createGateway>>,
    readonly clock: TestClock,
    /** What was logged, one record each. */
    readonly logged: Record<string, unknown>[],
    private readonly opening: Map<string, TestStream>,
    private readonly database: TestDatabase | null,
    private readonly removeDatabase: () => Promise<void>,
  ) {}

  /** Embedded (the real worker), or on the PostgreSQL of TEST_DATABASE_URL when that is set. */
  static async start(options: TestGatewayOptions = {}): Promise<TestGateway> {
    const onPostgres = process.env['TEST_DATABASE_URL'] !== undefined;
    const redis = process.env['TEST_REDIS_URL'];
    const environment = readEnvironment({
      PORT: '0',
      LYCEUM_SECRET: testSecret,
      LYCEUM_DEMO: '0',
      LYCEUM_DATA_DIR: '/nonexistent',
      ...(onPostgres ? { DATABASE_URL: process.env['TEST_DATABASE_URL'] } : {}),
      ...(redis === undefined ? {} : { REDIS_URL: redis }),
      ...options.environment,
    });
    const logged: Record<string, unknown>[] = [];
    const log = createLogger(
      { logLevel: 'warn' },
      { write: (line: string) => logged.push(JSON.parse(line) as Record<string, unknown>) },
    );
    const shared = options.beside?.database ?? null;
    const own = onPostgres && !shared ? await createTestDatabase() : null;
    const database = shared ?? own;
    const embedded = onPostgres ? null : await openEmbeddedDatabase({});
    const clock = createTestClock(new Date());
    const opened = await openPlatform({
      environment,
      log,
      clock,
      passwords: { cost: cheapPasswords },
      ...(database ? { source: database.source } : {}),
      ...(embedded ? { embedded } : {}),
    });
    const { bus } = options;
    const platform = bus ? { ...opened, bus, announce: bus.announce } : opened;
    const opening = new Map<string, TestStream>();
    const gateway = await createGateway({
      platform,
      // Compiled from the first time on, so that tests that ask once meet the fast path too.
      execution: { compileAt: 1, fieldsAtOnce: Infinity },
      onStreamOpen: (id) => opening.get(id)?.open(),
      environment,
      log,
      ...(options.socketLimits ? { socketLimits: options.socketLimits } : {}),
      ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
    });
    const { url } = await gateway.listen();
    const remove = async () => {
      await own?.close();
      await embedded?.close();
    };
    return new TestGateway(url, platform, gateway, clock, logged, opening, database, remove);
  }

  get deps() {
    return {
      em: this.platform.orm.em.fork(),
      clock: this.platform.clock,
      announce: this.platform.announce,
    };
  }

  get db() {
    return readerOf(this.platform.orm.em.fork());
  }

  /** A client without a token. */
  guest(): TestClient {
    return this.#client(null);
  }

  async createSchool(slug = `school-${newId().slice(-8)}`): Promise<string> {
    const em = this.platform.orm.em.fork();
    const id = newId();
    em.create(School, { id, slug, name: slug, createdAt: this.clock() });
    await em.flush();
    return id;
  }

  /** A person of the school with a client that is signed in as them. */
  async createPerson(
    schoolId: string,
    facts: { name?: string; isAdministrator?: boolean } = {},
  ): Promise<TestPerson> {
    const em = this.platform.orm.em.fork();
    const id = newId();
    const password = 'correct horse';
    em.create(User, {
      id,
      schoolId,
      kind: 'person',
      email: `${id}@school.example`,
      name: facts.name ?? 'Somebody',
      passwordHash: await this.platform.credentials.passwords.hash(password),
      isAdministrator: facts.isAdministrator ?? false,
      disabledAt: null,
      createdAt: this.clock(),
    });
    await em.flush();
    const sessions = new SessionsService(this.deps, this.platform.credentials);
    const email = `${id}@school.example`;
    const result = await sessions.signIn({ email, password, address: null });
    if (result.kind !== 'signedIn') throw new Error(result.kind);
    const client = this.#client(result.tokens.accessToken);
    return { id, globalId: toGlobalId('User', id), email, password, client, tokens: result.tokens };
  }

  /** A client of the person in a session of its own. */
  async signIn(person: TestPerson): Promise<TestClient> {
    const sessions = new SessionsService(this.deps, this.platform.credentials);
    const { email, password } = person;
    const result = await sessions.signIn({ email, password, address: null });
    if (result.kind !== 'signedIn') throw new Error(result.kind);
    return this.#client(result.tokens.accessToken);
  }

  /** A client that sends this as its bearer token. */
  withToken(bearer: string): TestClient {
    return this.#client(bearer);
  }

  /** A service account's client with these scopes. */
  async createService(schoolId: string, scopes: Scope[]): Promise<TestClient> {
    return (await this.createServiceAccount(schoolId, scopes)).client;
  }

  async createServiceAccount(schoolId: string, scopes: Scope[]) {
    const schools = new SchoolsService(this.deps, this.platform.credentials.passwords);
    const result = await schools.createServiceAccount(
      { kind: 'operator', schoolId },
      { name: 'Service', scopes },
    );
    return { ...result, client: this.#client(result.key) };
  }

  /** The newest sequence of a course's activity. */
  async headOf(courseId: string): Promise<number> {
    const [head] = await streamHeads(this.db, [streamKeys.classroom(courseId)]);
    return head?.lastSequence ?? 0;
  }

  /** Imports a course (the sample by default) and gives its ids. */
  async createCourse(schoolId: string, content: CourseContent = sampleCourse()) {
    const result = await importCourse(this.deps, schoolId, content);
    return { ...result, id: result.courseId, globalId: toGlobalId('Course', result.courseId) };
  }

  async enroll(
    schoolId: string,
    course: { courseId: string; versionId: string },
    userId: string,
    role: 'learner' | 'instructor' | 'assistant' | 'observer' = 'learner',
  ): Promise<string> {
    const em = this.platform.orm.em.fork();
    const id = newId();
    em.create(Enrollment, {
      id,
      schoolId,
      courseId: course.courseId,
      versionId: course.versionId,
      userId,
      role,
      state: 'active',
      responseCount: 0,
      createdAt: this.clock(),
      endedAt: null,
    });
    await em.flush();
    return id;
  }

  async linkGuardian(schoolId: string, guardianId: string, learnerId: string, scopes: string[]) {
    const em = this.platform.orm.em.fork();
    const id = newId();
    em.create(GuardianLink, {
      id,
      schoolId,
      guardianId,
      learnerId,
      state: 'active',
      scopes,
      expiresAt: null,
      createdAt: this.clock(),
    });
    await em.flush();
    return id;
  }

  async revokeKeys(userId: string): Promise<void> {
    await this.platform.orm.em.fork().nativeUpdate(ApiKey, { userId }, { revokedAt: this.clock() });
  }

  /** A school with the sample course, an instructor and a learner: what most tests begin with. */
  async createClass(content?: CourseContent) {
    const schoolId = await this.createSchool();
    const course = await this.createCourse(schoolId, content);
    const teacher = await this.createPerson(schoolId, { name: 'Teacher' });
    const learner = await this.createPerson(schoolId, { name: 'Learner' });
    await this.enroll(schoolId, course, teacher.id, 'instructor');
    const enrollmentId = await this.enroll(schoolId, course, learner.id, 'learner');
    return { schoolId, course, teacher, learner, enrollmentId };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.gateway.close();
    await this.removeDatabase();
  }

  #client(bearer: string | null): TestClient {
    const client = new TestClient(this.url, bearer, this.opening);
    this.#clients.push(client);
    return client;
  }
}

export interface TestPerson {
  readonly id: string;
  readonly globalId: string;
  readonly email: string;
  readonly password: string;
  readonly client: TestClient;
  readonly tokens: { readonly accessToken: string; readonly refreshToken: string };
}
