import { z } from 'zod';

import { importCourse, type ImportCourseResult } from '../../services/courses/import-course.js';
import { readOatutor } from '../importers/oatutor/index.js';
import { createImportReport, REPORTED_TABLES, type ImportReport } from '../importers/report.js';
import { chooseSchool } from './choose-school.js';
import { defineCommand, depsOf } from './command.js';

export interface ImportedCourse {
  readonly courseId: string;
  readonly title: string;
  readonly version: number;
  /** False when the published version had the same content: nothing was written. */
  readonly changed: boolean;
}

export interface ImportResult extends ImportReport {
  readonly school: string;
  readonly imported: readonly ImportedCourse[];
}

/** Imports the courses of an OATutor source, each in one transaction. */
export const importOatutor = defineCommand({
  name: 'import oatutor',
  input: z.object({ source: z.string(), school: z.string().optional() }),
  run: async (platform, { source, school: slug }, report, signal): Promise<ImportResult> => {
    const school = await chooseSchool(platform, slug);
    const read = await readOatutor(source, {
      onProgress: (done, total) => {
        report(done, total, 'Reading');
      },
    });
    const result = createImportReport(read);
    const imported: ImportedCourse[] = [];
    for (const content of read.courses) {
      signal.throwIfAborted();
      const outcome = await importCourse(depsOf(platform), school.id, content, {
        onProgress: (done, total) => {
          report(done, total, `Writing ${content.title}`);
        },
      });
      addTo(result, outcome);
      const { courseId, changed, versionNumber: version } = outcome;
      imported.push({ courseId, title: content.title, version, changed });
    }
    return { ...result, school: school.slug, imported };
  },
});

function addTo(report: ImportReport, outcome: ImportCourseResult): void {
  for (const table of REPORTED_TABLES) {
    for (const kind of ['created', 'updated', 'unchanged'] as const) {
      report[table][kind] += outcome[table][kind];
    }
  }
}
