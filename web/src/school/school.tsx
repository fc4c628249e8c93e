import { useQuery } from '@apollo/client/react';

import { graphql } from '../gql/index.js';
import { Failure } from '../parts/failure.js';
import { Waiting } from '../parts/notice.js';
import { counted } from '../parts/percent.js';
import { ImportCourse } from './import-course.js';

import './school.css';

const schoolDocument = graphql(`
  query School($after: String) {
    viewer {
      isAdministrator
      school {
        id
        name
        slug
      }
    }
    courses(first: 50, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          key
          title
          language
          license
          version {
            id
            number
            publishedAt
          }
          skills {
            id
          }
          modules {
            id
            lessons {
              id
              problemCount
            }
          }
        }
      }
    }
  }
`);

/** The administrator's view: what the school has, and how more comes in. */
export function School() {
  const { data, error, loading, refetch, fetchMore } = useQuery(schoolDocument, {
    fetchPolicy: 'cache-and-network',
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data?.viewer) return <Waiting>Opening the school…</Waiting>;
  const courses = data.courses.edges.map(({ node }) => node);
  return (
    <div className="school">
      <h1>{data.viewer.school.name}</h1>
      {data.viewer.isAdministrator && <ImportCourse onImported={() => void refetch()} />}
      <section className="card" aria-labelledby="school-courses">
        <h2 id="school-courses">{counted(data.courses.totalCount, 'published course')}</h2>
        <div className="table-frame" tabIndex={0} role="region" aria-label="Table of courses">
          <table>
            <thead>
              <tr>
                <th scope="col">Course</th>
                <th scope="col">Language</th>
                <th scope="col" className="number">
                  Version
                </th>
                <th scope="col" className="number">
                  Lessons
                </th>
                <th scope="col" className="number">
                  Problems
                </th>
                <th scope="col" className="number">
                  Skills
                </th>
              </tr>
            </thead>
            <tbody>
              {courses.map((course) => {
                const lessons = course.modules.flatMap((module) => module.lessons);
                const problems = lessons.reduce((sum, lesson) => sum + lesson.problemCount, 0);
                return (
                  <tr key={course.id}>
                    <th scope="row">
                      {course.title} <small className="fine-print">{course.license}</small>
                    </th>
                    <td>{course.language}</td>
                    <td className="number">{course.version?.number ?? '–'}</td>
                    <td className="number">{lessons.length}</td>
                    <td className="number">{problems.toLocaleString('en')}</td>
                    <td className="number">{course.skills.length}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        {data.courses.pageInfo.hasNextPage && (
          <button
            type="button"
            className="button"
            disabled={loading}
            onClick={() =>
              void fetchMore({ variables: { after: data.courses.pageInfo.endCursor } })
            }
          >
            More courses
          </button>
        )}
      </section>
    </div>
  );
}
