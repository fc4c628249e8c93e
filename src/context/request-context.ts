import type { Logger } from 'pino';

import type { EntityManager } from '../entities/orm.js';
import { RequestError } from '../errors/index.js';
import { createLoaders, type Loaders } from '../loaders/index.js';
import type { Actor } from '../services/actor.js';
import { createServices, type Services } from '../services/index.js';
import type { Platform } from '../services/platform.js';

/** What is known of a request before it is run. */
export interface RequestFacts {
  readonly requestId: string;
  /** Who asks; null for a guest. */
  readonly viewer: Actor | null;
  /** The peer's network address; null when unknown. */
  readonly address: string | null;
  readonly log: Logger;
}

/**
 * The request as resolvers see it, the same over HTTP and sockets. Lives as long as one operation
 * or one live event; nothing in it is shared with another.
 */
export class RequestContext {
  readonly requestId: string;
  readonly viewer: Actor | null;
  readonly address: string | null;
  readonly log: Logger;
  readonly services: Services;
  readonly #platform: Platform;
  readonly #em: EntityManager;
  #loaders: Loaders;

  constructor(platform: Platform, facts: RequestFacts) {
    this.requestId = facts.requestId;
    this.viewer = facts.viewer;
    this.address = facts.address;
    this.log = facts.log;
    this.#platform = platform;
    this.#em = platform.orm.em.fork();
    this.services = createServices(platform, this.#em);
    this.#loaders = this.#freshLoaders();
  }

  get loaders(): Loaders {
    return this.#loaders;
  }

  now(): Date {
    return this.#platform.clock();
  }

  /** The viewer, or UNAUTHENTICATED. For mutations, whose services need an actor. */
  signedIn(): Actor {
    if (!this.viewer) throw RequestError.unauthenticated();
    return this.viewer;
  }

  /** Forgets what was loaded: called after each mutation, so that what follows reads what it wrote. */
  forgetLoaded(): void {
    this.#loaders = this.#freshLoaders();
  }

  #freshLoaders(): Loaders {
    return createLoaders({
      em: this.#em,
      versions: this.#platform.versions,
      viewer: this.viewer,
    });
  }
}
