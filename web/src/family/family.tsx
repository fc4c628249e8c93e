import { useQuery } from '@apollo/client/react';

import type { FamilyQuery } from '../gql/graphql.js';
import { graphql } from '../gql/index.js';
import { Ago } from '../parts/ago.js';
import { Failure } from '../parts/failure.js';
import { Meter } from '../parts/meter.js';
import { Notice, Waiting } from '../parts/notice.js';
import { counted, percent } from '../parts/percent.js';

import './family.css';

const familyDocument = graphql(`
  query Family {
    viewer {
      guardianLinks {
        id
        state
        expiresAt
        learner {
          id
          name
        }
        enrollments {
          id
          role
          state
          course {
            id
            title
          }
          progress {
            completed
            total
            fraction
          }
          mastery {
            probability
            updatedAt
            skill {
              id
              title
            }
          }
        }
      }
    }
  }
`);

type Link = NonNullable<FamilyQuery['viewer']>['guardianLinks'][number];
type Enrollment = Link['enrollments'][number];

const REFRESH_MS = 30_000;

/** How the learners one is guardian of are getting on. */
export function Family() {
  const { data, error, refetch } = useQuery(familyDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: REFRESH_MS,
  });
  const links = data?.viewer?.guardianLinks;
  if (error && !links) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!links) return <Waiting>Looking…</Waiting>;
  return (
    <div className="family">
      <h1>Family</h1>
      {links.length === 0 && <p className="muted">You are guardian of nobody here.</p>}
      {links.map((link) => (
        <LinkCard key={link.id} link={link} />
      ))}
    </div>
  );
}

function LinkCard({ link: { learner, state, enrollments, expiresAt } }: { link: Link }) {
  return (
    <section className="family-learner" aria-label={learner?.name ?? 'A learner'}>
      <h2>{learner?.name ?? 'A learner'}</h2>
      {state === 'PAUSED' && <Notice tone="info">Paused: nothing can be seen for now.</Notice>}
      {state === 'REVOKED' && <Notice tone="info">This link has ended.</Notice>}
      {expiresAt !== null && (
        <p className="fine-print">Ends on {new Date(expiresAt).toLocaleDateString()}.</p>
      )}
      {state === 'ACTIVE' && enrollments.length === 0 && (
        <p className="muted">In no course, or nothing is shared with you.</p>
      )}
      <div className="family-courses">
        {enrollments.map((enrollment) => (
          <EnrollmentCard key={enrollment.id} enrollment={enrollment} />
        ))}
      </div>
    </section>
  );
}

function EnrollmentCard({ enrollment: { course, progress, mastery } }: { enrollment: Enrollment }) {
  const sorted = mastery.toSorted((one, other) => other.probability - one.probability);
  const last = mastery
    .map(({ updatedAt }) => updatedAt)
    .sort()
    .at(-1);
  return (
    <article className="card">
      <header className="card-header">
        <h3>{course.title}</h3>
        {last !== undefined && (
          <p className="muted">
            last practised <Ago at={last} />
          </p>
        )}
      </header>
      <Meter label={`Done in ${course.title}`} value={progress.fraction ?? 0} tone="progress" />
      <p className="muted">
        {progress.completed} of {counted(progress.total, 'problem')} done
      </p>
      <ul className="family-skills">
        {sorted.map(({ skill, probability }) => (
          <li key={skill.id}>
            <span className="mastery-name">{skill.title}</span>
            <span className="mastery-value">{percent(probability)}</span>
            <Meter label={skill.title} value={probability} />
          </li>
        ))}
      </ul>
      {mastery.length === 0 && <p className="muted">No answers yet.</p>}
    </article>
  );
}
