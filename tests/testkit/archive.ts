import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** Files of an OATutor archive by path; a value that is no text becomes JSON. */
export type Tree = Record<string, unknown>;

const parameters = { probMastery: 0.2, probTransit: 0.3, probSlip: 0.05, probGuess: 0.15 };

/** A course of two lessons with a problem each, in OATutor's layout. */
export function smallTree(courseName = 'Small Course'): Tree {
  return {
    'coursePlans.json': [
      {
        courseName,
        language: 'en',
        courseOER: 'https://example.org/book <A Book>',
        courseLicense: 'https://creativecommons.org/licenses/by/4.0/ <CC BY 4.0>',
        lessons: [
          { id: 'L1', name: 'Lesson 1.1', topics: 'Adding', learningObjectives: { add: 0.85 } },
          { id: 'L2', name: 'Lesson 1.2', topics: 'Taking', learningObjectives: { take: 0.9 } },
        ],
      },
    ],
    'skillModel.json': { add1a: ['add'], take1a: ['take'] },
    'bkt-params/defaultBKTParams.json': { add: parameters, take: parameters },
    ...problem('add1', 'L1', courseName),
    ...problem('take1', 'L2', courseName),
  };
}

function problem(id: string, lessonId: string, courseName: string): Tree {
  const folder = `content-pool/${id}`;
  const step = `${id}a`;
  return {
    [`${folder}/${id}.json`]: {
      id,
      lessonId,
      courseName,
      title: 'A title',
      body: 'A body',
      oer: 'https://example.org/book <A Book>',
      license: 'https://creativecommons.org/licenses/by/4.0/ <CC BY 4.0>',
      variabilization: {},
    },
    [`${folder}/steps/${step}/${step}.json`]: {
      id: step,
      stepTitle: '$$1+1$$',
      stepBody: '',
      problemType: 'TextBox',
      answerType: 'arithmetic',
      stepAnswer: ['$$2$$'],
      variabilization: {},
    },
    [`${folder}/steps/${step}/tutoring/${step}DefaultPathway.json`]: [
      {
        id: `${step}-h1`,
        type: 'hint',
        dependencies: [],
        title: 'Hint',
        text: 'Count',
        oer: 'https://OATutor.io <OATutor>',
      },
    ],
  };
}

/** The archive as `importCourse` takes it: .tar.gz in base64. */
export async function toArchive(tree: Tree): Promise<string> {
  const archive = pack();
  for (const [name, content] of Object.entries(tree)) {
    archive.entry({ name }, typeof content === 'string' ? content : JSON.stringify(content));
  }
  archive.finalize();
  return gzipSync(await buffer(Readable.from(archive))).toString('base64');
}
