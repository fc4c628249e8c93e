import { randomUUID } from 'node:crypto';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface WireError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

type Data = any;

/** An answer that must be opened by saying what is expected of it. */
export class Answer {
  constructor(
    readonly status: number,
    readonly body: { data?: Data; errors?: readonly WireError[]; extensions?: Data },
    private readonly asked: string,
    readonly headers: Headers,
  ) {}

  /** The data; fails, with the whole exchange, when there is any error. */
  data(): Data {
    if (this.body.errors || !this.body.data) throw new Error(this.#exchange('data'));
    return this.body.data;
  }

  /** The code of the first error; null when there is none. */
  get code(): string | null {
    const [error] = this.body.errors ?? [];
    return error ? String(error.extensions?.['code']) : null;
  }

  /** The first error; fails, with the whole exchange, unless it carries this code. */
  error(code: string): WireError {
    const found = this.body.errors?.find((error) => error.extensions?.['code'] === code);
    if (!found) throw new Error(this.#exchange(`an error ${code}`));
    return found;
  }

  #exchange(expected: string): string {
    const answer = JSON.stringify(this.body, null, 2);
    return `Expected ${expected}.\n\n${this.asked}\n\n${String(this.status)} ${answer}`;
  }
}

/** What a subscription has brought so far. */
export class TestStream {
  readonly items: Data[] = [];
  #opened = false;
  error: readonly WireError[] | undefined;
  ended = false;
  #wake: (() => void)[] = [];
  dispose: () => void = () => undefined;

  /** The server has it open. */
  open(): void {
    this.#opened = true;
    this.#signal();
  }

  /** Waits until the server has it open or has refused it. */
  async settled(): Promise<void> {
    await this.#until(() => this.#opened || this.ended);
  }

  push(item: Data): void {
    this.items.push(item);
    this.#signal();
  }

  end(error?: readonly WireError[]): void {
    this.ended = true;
    this.error = error;
    this.#signal();
  }

  /** Waits until so many items have come; fails when the stream ends before. */
  async take(count: number): Promise<Data[]> {
    await this.#until(() => this.items.length >= count || this.ended);
    if (this.items.length < count) {
      throw new Error(
        `Ended after ${String(this.items.length)} of ${String(count)}: ${JSON.stringify(this.error)}`,
      );
    }
    return this.items.slice(0, count);
  }

  /** Waits for the end; gives the code of its error, or null when it completed. */
  async finish(): Promise<string | null> {
    await this.#until(() => this.ended);
    return this.error ? String(this.error[0]?.extensions?.['code']) : null;
  }

  async #until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  #signal(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }
}

/** One caller: over HTTP, and over one socket that opens when it is first needed. */
export class TestClient {
  #socket: Client | undefined;
  #nextId = '';

  constructor(
    readonly url: string,
    readonly bearer: string | null,
    /** Streams by operation id, for the gateway to say when each is open. */
    private readonly opening: Map<string, TestStream>,
  ) {}

  async ask(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const asked = `${query}\n${JSON.stringify(variables)}`;
    return this.send(JSON.stringify({ query, variables }), headers, asked);
  }

  /** Sends bytes as they are. */
  async send(
    bytes: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    asked = `${String(bytes.length)} bytes`,
  ): Promise<Answer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.bearer === null ? {} : { authorization: `Bearer ${this.bearer}` }),
        ...headers,
      },
      body: bytes,
    });
    const body = (await response.json()) as ConstructorParameters<typeof Answer>[1];
    return new Answer(response.status, body, asked, response.headers);
  }

  /** The data of an answer without errors. */
  async data(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    return (await this.ask(query, variables)).data();
  }

  /** Follows a stream; resolves once the server has it open. */
  async follow(query: string, variables: Record<string, unknown> = {}): Promise<TestStream> {
    const id = randomUUID();
    this.#nextId = id;
    this.#socket ??= createClient({
      generateID: () => this.#nextId,
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazyCloseTimeout: 0,
      ...(this.bearer === null
        ? {}
        : { connectionParams: { authorization: `Bearer ${this.bearer}` } }),
    });
    const stream = new TestStream();
    this.opening.set(id, stream);
    stream.dispose = this.#socket.subscribe(
      { query, variables },
      {
        next: (value) => {
          if (value.errors) stream.end(value.errors);
          else stream.push(value.data);
        },
        error: (error) => {
          const errors = Array.isArray(error)
            ? (error as WireError[])
            : [{ message: String(error), extensions: { code: closeReason(error) } }];
          stream.end(errors);
        },
        complete: () => {
          stream.end();
        },
      },
    );
    await stream.settled();
    return stream;
  }

  async close(): Promise<void> {
    await this.#socket?.dispose();
  }
}

function closeReason(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : 'CLOSED';
}
