import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { rightAnswer } from '../testkit/course.js';
import { TestGateway } from '../testkit/gateway.js';

/** A door to PostgreSQL that can be shut: connections drop, and new ones are refused at once. */
class Door {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #isOpen = true;

  constructor(target: { host: string; port: number }) {
    this.#server = createServer((inside) => {
      if (!this.#isOpen) {
        inside.destroy();
        return;
      }
      const outside = connect(target);
      for (const [one, other] of [
        [inside, outside],
        [outside, inside],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  shut(): void {
    this.#isOpen = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  open(): void {
    this.#isOpen = true;
  }

  async close(): Promise<void> {
    this.shut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const SUBMIT = `mutation ($attemptId: ID!, $stepId: ID!, $response: String!, $clientKey: String!) {
  submitResponse(input: { attemptId: $attemptId, stepId: $stepId, response: $response, clientKey: $clientKey }) {
    ... on SubmitResponseSuccess { replayed response { id correct } } } }`;

let gateway: TestGateway;
let door: Door;
const url = process.env['TEST_DATABASE_URL'] ?? '';

beforeAll(async () => {
  const through = new URL(url);
  door = new Door({ host: through.hostname, port: Number(through.port || 5432) });
  through.hostname = '127.0.0.1';
  through.port = String(await door.listen());
  process.env['TEST_DATABASE_URL'] = through.href;
  gateway = await TestGateway.start();
});
afterAll(async () => {
  door.open();
  await gateway.stop();
  await door.close();
  process.env['TEST_DATABASE_URL'] = url;
});

describe('a database that is lost while running', () => {
  it('is told as SERVICE_UNAVAILABLE, takes readiness away and loses nothing', async () => {
    const { learner, course } = await gateway.createClass();
    const { startPractice } = await learner.client.data(
      `mutation ($courseId: ID!) { startPractice(input: { courseId: $courseId }) {
         ... on StartPracticeSuccess { attempt { id steps { step { id title } } } } } }`,
      { courseId: course.globalId },
    );
    const { attempt } = startPractice;
    const { step } = attempt.steps[0];
    const submit = () =>
      learner.client.ask(SUBMIT, {
        attemptId: attempt.id,
        stepId: step.id,
        response: rightAnswer(step.title),
        clientKey: 'through the outage',
      });

    door.shut();
    const refused = await submit();
    expect(refused.status).toBe(503);
    refused.error('SERVICE_UNAVAILABLE');
    const ready = await fetch(`${gateway.url}/readyz`);
    expect(ready.status).toBe(503);
    const alive = await fetch(`${gateway.url}/healthz`);
    expect(alive.status).toBe(200);

    door.open();
    const first = (await submit()).data().submitResponse;
    expect(first.response.correct).toBe(true);
    const again = (await submit()).data().submitResponse;
    expect(again).toMatchObject({ replayed: true, response: { id: first.response.id } });
  });
});
