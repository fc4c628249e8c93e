import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

const LICENSE = 'https://creativecommons.org/licenses/by/4.0/ <CC BY 4.0>';

/** A course of one lesson and one problem, in OATutor's layout: what an administrator uploads. */
export async function smallArchive(courseName: string): Promise<Buffer> {
  const problem = {
    id: 'add1',
    title: 'Adding',
    body: 'Two numbers',
    oer: 'https://example.org/book <A Book>',
    license: LICENSE,
    lessonId: 'L1',
    courseName,
    variabilization: {},
  };
  const step = {
    id: 'add1a',
    stepTitle: 'What is $$1+1$$?',
    stepBody: '',
    problemType: 'TextBox',
    answerType: 'arithmetic',
    stepAnswer: ['$$2$$'],
    variabilization: {},
  };
  const plan = {
    courseName,
    language: 'en',
    courseOER: 'https://example.org/book <A Book>',
    courseLicense: LICENSE,
    lessons: [
      { id: 'L1', name: 'Lesson 1.1', topics: 'Adding', learningObjectives: { add: 0.85 } },
    ],
  };
  const parameters = { probMastery: 0.2, probTransit: 0.3, probSlip: 0.05, probGuess: 0.15 };
  const archive = pack();
  for (const [name, content] of Object.entries({
    'coursePlans.json': [plan],
    'skillModel.json': { add1a: ['add'] },
    'bkt-params/defaultBKTParams.json': { add: parameters },
    'content-pool/add1/add1.json': problem,
    'content-pool/add1/steps/add1a/add1a.json': step,
    'content-pool/add1/steps/add1a/tutoring/add1aDefaultPathway.json': [],
  })) {
    archive.entry({ name }, JSON.stringify(content));
  }
  archive.finalize();
  return buffer(archive.pipe(createGzip()));
}
