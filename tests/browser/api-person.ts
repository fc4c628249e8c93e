import { randomUUID } from 'node:crypto';
import type { ResultOf, TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import type { EnrollmentRole } from '../gql/graphql.js';
import { graphql } from '../gql/index.js';
import { readAnswerKey, type KnownStep } from './answer-key.js';
import type { DemoAccount, GatewayProcess } from './gateway-process.js';

const signInDocument = graphql(`
  mutation BrowserSignIn($email: String!, $password: String!) {
    signIn(input: { email: $email, password: $password }) {
      __typename
      ... on SignInSuccess {
        tokens {
          accessToken
        }
      }
    }
  }
`);

const courseDocument = graphql(`
  query BrowserCourse {
    viewer {
      enrollments(first: 1) {
        edges {
          node {
            course {
              id
            }
          }
        }
      }
    }
  }
`);

const headDocument = graphql(`
  query BrowserHead($courseId: ID!) {
    course(id: $courseId) {
      activityCursor
    }
  }
`);

const startDocument = graphql(`
  mutation BrowserStart($courseId: ID!) {
    startPractice(input: { courseId: $courseId }) {
      __typename
      ... on StartPracticeSuccess {
        attempt {
          id
          problem {
            title
          }
          steps {
            step {
              id
              title
              body
              choices
            }
          }
        }
      }
    }
  }
`);

const submitDocument = graphql(`
  mutation BrowserSubmit($input: SubmitResponseInput!) {
    submitResponse(input: $input) {
      __typename
    }
  }
`);

const staffDocument = graphql(`
  query BrowserStaff($courseId: ID!, $role: EnrollmentRole!) {
    course(id: $courseId) {
      enrollments(role: $role) {
        edges {
          node {
            id
          }
        }
      }
    }
  }
`);

const withdrawDocument = graphql(`
  mutation BrowserWithdraw($enrollmentId: ID!) {
    withdraw(input: { enrollmentId: $enrollmentId }) {
      __typename
    }
  }
`);

const activityDocument = graphql(`
  subscription BrowserActivity($courseId: ID!, $after: String) {
    classActivity(courseId: $courseId, after: $after) {
      type: __typename
      cursor
    }
  }
`);

/** Somebody who uses the graph without a browser: the rest of the class. */
export class ApiPerson {
  private constructor(
    private readonly url: string,
    readonly token: string,
    readonly courseId: string,
  ) {}

  static async signIn(gateway: GatewayProcess, account: DemoAccount): Promise<ApiPerson> {
    const { email, password } = account;
    const { signIn } = await ask(gateway.url, null, signInDocument, { email, password });
    if (signIn.__typename !== 'SignInSuccess') throw new Error(signIn.__typename);
    const token = signIn.tokens.accessToken;
    const { viewer } = await ask(gateway.url, token, courseDocument, {});
    return new ApiPerson(gateway.url, token, viewer!.enrollments.edges[0]!.node.course.id);
  }

  /** Opens a problem; the function it gives answers its first step wrongly, each time it is called. */
  async startFailing(): Promise<() => Promise<void>> {
    const { startPractice } = await this.#ask(startDocument, { courseId: this.courseId });
    if (startPractice.__typename !== 'StartPracticeSuccess') {
      throw new Error(startPractice.__typename);
    }
    const { id: attemptId, problem, steps } = startPractice.attempt;
    const { step } = steps[0]!;
    const key: KnownStep = (await readAnswerKey())({ problemTitle: problem.title, ...step });
    return async () => {
      const input = { attemptId, stepId: step.id, response: key.wrong, clientKey: randomUUID() };
      const { submitResponse } = await this.#ask(submitDocument, { input });
      if (submitResponse.__typename !== 'SubmitResponseSuccess') {
        throw new Error(submitResponse.__typename);
      }
    };
  }

  /** The place of the class's stream now. For staff. */
  async activityCursor(): Promise<string> {
    const { course } = await this.#ask(headDocument, { courseId: this.courseId });
    return course!.activityCursor;
  }

  /** The next events of the class after a cursor, in order. For staff. */
  async eventsAfter(after: string, count: number): Promise<{ type: string; cursor: string }[]> {
    const client = createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.token}` },
    });
    const events: { type: string; cursor: string }[] = [];
    const items = client.iterate<ResultOf<typeof activityDocument>>({
      query: print(activityDocument),
      variables: { courseId: this.courseId, after },
    });
    for await (const { data } of items) {
      if (!data) throw new Error('The stream brought an error.');
      events.push(data.classActivity);
      if (events.length === count) break;
    }
    await client.dispose();
    return events;
  }

  /** Ends every enrollment of a role in the course. For staff. */
  async withdraw(role: EnrollmentRole): Promise<void> {
    const { course } = await this.#ask(staffDocument, { courseId: this.courseId, role });
    for (const { node } of course!.enrollments.edges) {
      const { withdraw } = await this.#ask(withdrawDocument, { enrollmentId: node.id });
      if (withdraw.__typename !== 'WithdrawSuccess') throw new Error(withdraw.__typename);
    }
  }

  async #ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    return ask(this.url, this.token, document, variables);
  }
}

async function ask<Data, Variables>(
  url: string,
  token: string | null,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const body = (await response.json()) as { data?: Data; errors?: unknown };
  if (!body.data || body.errors) throw new Error(JSON.stringify(body.errors ?? body));
  return body.data;
}
