import { writeFile } from 'node:fs/promises';

import type { ProblemContent } from '../../services/courses/course-content.js';
import { countContent } from '../importers/count-content.js';
import { readOatutor } from '../importers/oatutor/index.js';
import { printJson } from './print-json.js';
import { selectCoursePart } from './select-course-part.js';

// Makes data/elementary-algebra-part.json anew. After `npm run build:server`:
//   npx node dist/cli/demo/make-demo-course.js oatutor_elementary_algebra.tar.gz \
//     src/cli/demo/data/elementary-algebra-part.json

const LESSONS = ['1.1', '1.2', '1.3', '1.7', '2.1', '2.2', '2.4', '2.6'];

/** Texts that speak of a picture, whether or not they name its file. */
const PICTURE = /##|\b(?:image|figure|diagram|picture|graph)s?\d*\b|\bshown\b/iu;

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) {
  console.error('usage: make-demo-course <oatutor archive or directory> <file to write>');
  process.exitCode = 2;
} else {
  await makeDemoCourse(source, target);
}

async function makeDemoCourse(from: string, to: string): Promise<void> {
  const { courses, warnings } = await readOatutor(from);
  const [course] = courses;
  if (!course) throw new Error(`${from} plans no course`);
  // A demo shows the platform, not the slips of its material.
  const flawed = new Set(warnings.map(({ file }) => /content-pool\/([^/]+)/u.exec(file)?.[1]));
  const part = selectCoursePart(course, {
    key: 'elementary-algebra-part',
    title: 'Elementary Algebra (a part)',
    changes: 'a selection of lessons and problems, put into another format for Lyceum',
    lessons: LESSONS.map((number) => `Lesson ${number}`),
    problemsPerLesson: 12,
    isFit: (problem) => !flawed.has(problem.key) && !PICTURE.test(textOf(problem)),
  });
  await writeFile(to, `${printJson(part)}\n`);
  console.log(JSON.stringify(countContent(part)));
}

function textOf({ title, body, steps }: ProblemContent): string {
  const texts = steps.flatMap((step) => [
    step.title,
    step.body,
    ...step.hints.flatMap((hint) => [hint.title, hint.text]),
  ]);
  return [title, body, ...texts].join('\n');
}
