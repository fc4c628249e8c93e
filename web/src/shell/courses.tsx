import { useMutation, useQuery } from '@apollo/client/react';
import { useState } from 'react';

import type { EnrollmentRole } from '../gql/graphql.js';
import { graphql } from '../gql/index.js';
import { Failure } from '../parts/failure.js';
import { Meter } from '../parts/meter.js';
import { Notice, Waiting } from '../parts/notice.js';
import { counted } from '../parts/percent.js';
import { paths } from './route.js';
import { enrollmentsOf, teaches, type Viewer, type ViewerEnrollment } from './viewer.js';

import './courses.css';

const coursesDocument = graphql(`
  query Courses($after: String) {
    courses(first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          title
          description
          language
          license
          viewerEnrollment {
            id
          }
        }
      }
    }
  }
`);

const enrollDocument = graphql(`
  mutation Enroll($input: EnrollInput!) {
    enroll(input: $input) {
      __typename
      ... on EnrollSuccess {
        enrollment {
          id
          course {
            id
            viewerEnrollment {
              id
            }
          }
        }
      }
      ... on UserError {
        message
      }
    }
  }
`);

const ROLES: Record<EnrollmentRole, string> = {
  ASSISTANT: 'You assist',
  INSTRUCTOR: 'You teach',
  LEARNER: 'You learn',
  OBSERVER: 'You look on',
};

export function Courses({ viewer, onChange }: { viewer: Viewer; onChange: () => void }) {
  const mine = enrollmentsOf(viewer);
  return (
    <div className="courses">
      <section aria-labelledby="my-courses">
        <h1 id="my-courses">Your courses</h1>
        {mine.length === 0 && <p className="muted">You are in no course yet. Join one below.</p>}
        <ul className="course-cards">
          {mine.map((enrollment) => (
            <li key={enrollment.id}>
              <CourseCard enrollment={enrollment} />
            </li>
          ))}
        </ul>
      </section>
      <OpenCourses onChange={onChange} />
    </div>
  );
}

function CourseCard({ enrollment: { role, course, progress } }: { enrollment: ViewerEnrollment }) {
  const path = teaches({ role })
    ? paths.board(course.id)
    : role === 'LEARNER'
      ? paths.learn(course.id)
      : null;
  return (
    <article className="card course-card">
      <p className="eyebrow">{ROLES[role]}</p>
      <h2>{path === null ? course.title : <a href={path}>{course.title}</a>}</h2>
      {role === 'LEARNER' && (
        <>
          <Meter label={`Done in ${course.title}`} value={progress.fraction ?? 0} tone="progress" />
          <p className="muted">
            {progress.completed} of {counted(progress.total, 'problem')} done
          </p>
        </>
      )}
      {teaches({ role }) && <p className="muted">Open the live board</p>}
    </article>
  );
}

function OpenCourses({ onChange }: { onChange: () => void }) {
  const { data, error, loading, refetch, fetchMore } = useQuery(coursesDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const open = data?.courses.edges.map(({ node }) => node).filter((node) => !node.viewerEnrollment);
  const { hasNextPage = false, endCursor } = data?.courses.pageInfo ?? {};
  return (
    <section aria-labelledby="open-courses">
      <h2 id="open-courses">Open to you</h2>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!open && loading && <Waiting>Looking for courses…</Waiting>}
      {open?.length === 0 && !hasNextPage && (
        <p className="muted">You are in every course there is.</p>
      )}
      <ul className="course-cards">
        {open?.map((course) => (
          <li key={course.id}>
            <OpenCourse course={course} onChange={onChange} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={loading}
          onClick={() => void fetchMore({ variables: { after: endCursor ?? null } })}
        >
          More courses
        </button>
      )}
    </section>
  );
}

function OpenCourse({
  course,
  onChange,
}: {
  course: { id: string; title: string; description: string; license: string | null };
  onChange: () => void;
}) {
  const [enroll, { loading }] = useMutation(enrollDocument);
  const [problem, setProblem] = useState<unknown>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function join() {
    setProblem(null);
    try {
      const { data } = await enroll({ variables: { input: { courseId: course.id } } });
      if (data?.enroll.__typename === 'CourseNotOpenError') {
        setRefusal(data.enroll.message);
        return;
      }
      onChange();
      location.hash = paths.learn(course.id);
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <article className="card course-card">
      <h3>{course.title}</h3>
      {course.description !== '' && <p>{course.description}</p>}
      {course.license !== null && <p className="fine-print">{course.license}</p>}
      {problem !== null && <Failure error={problem} />}
      {refusal !== null && <Notice tone="error">{refusal}</Notice>}
      <button type="button" className="button" disabled={loading} onClick={join}>
        {loading ? 'Joining…' : 'Join'}
      </button>
    </article>
  );
}
