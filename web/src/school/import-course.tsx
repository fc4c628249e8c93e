import { useMutation } from '@apollo/client/react';
import { useId, useRef, useState, type SubmitEvent } from 'react';

import { wordsFor } from '../graph/errors.js';
import { Notice } from '../parts/notice.js';
import { importCourseDocument, type Job } from './import-documents.js';
import { Report } from './report.js';
import { useJob } from './use-job.js';

/** Choose an archive, watch it come in, read the report. */
export function ImportCourse({ onImported }: { onImported: () => void }) {
  const [asked, setAsked] = useState<Job | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [reading, setReading] = useState(false);
  const [importCourse] = useMutation(importCourseDocument);
  const job = useJob(asked, onImported);
  const file = useRef<HTMLInputElement>(null);
  const id = useId();
  const isRunning = job !== null && job.endedAt === null;

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const [chosen] = file.current?.files ?? [];
    if (!chosen) return;
    setProblem(null);
    setReading(true);
    try {
      const archive = await toBase64(chosen);
      const { data } = await importCourse({ variables: { input: { archive, format: 'OATUTOR' } } });
      if (data?.importCourse.__typename === 'ImportCourseSuccess') setAsked(data.importCourse.job);
      else if (data) setProblem(data.importCourse.message);
    } catch (error) {
      setProblem(wordsFor(error));
    }
    setReading(false);
  }

  return (
    <section className="card import" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Import a course</h2>
      <form onSubmit={submit}>
        <label htmlFor={`${id}-file`}>OATutor archive (.tar.gz)</label>
        <input
          ref={file}
          id={`${id}-file`}
          type="file"
          accept=".gz,.tgz,application/gzip"
          required
        />
        <button type="submit" className="button button-main" disabled={reading || isRunning}>
          {reading ? 'Sending…' : 'Import'}
        </button>
      </form>
      <p className="fine-print">
        The same archive twice changes nothing. Larger ones go by the command line: npm run lyceum
        -- import oatutor file.tar.gz
      </p>
      {problem !== null && <Notice tone="error">{problem}</Notice>}
      {job && <Progress job={job} />}
    </section>
  );
}

function Progress({ job }: { job: Job }) {
  switch (job.state) {
    case 'QUEUED':
    case 'ACTIVE':
      return (
        <div className="job" role="status">
          <progress
            aria-label="Import"
            {...(job.progress.fraction === null ? {} : { value: job.progress.fraction })}
          />
          <p>
            {job.state === 'QUEUED'
              ? 'Waiting for a worker…'
              : `${job.progress.done} of ${job.progress.total ?? '…'}`}
          </p>
        </div>
      );
    case 'FAILED':
      return <Notice tone="error">{job.failure ?? 'The import has failed.'}</Notice>;
    case 'COMPLETED':
      return (
        <div className="job" role="status">
          <progress aria-label="Import" value={1} />
          <Notice tone="good">Imported.</Notice>
          <Report result={job.result} />
        </div>
      );
  }
}

async function toBase64(file: File): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error('The file could not be read.'));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}
