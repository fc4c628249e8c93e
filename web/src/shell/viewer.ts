import type { ViewerQuery } from '../gql/graphql.js';
import { graphql } from '../gql/index.js';

export const viewerDocument = graphql(`
  query Viewer {
    viewer {
      isAdministrator
      user {
        id
        name
      }
      school {
        id
        name
      }
      guardianLinks {
        id
      }
      enrollments(first: 100) {
        edges {
          node {
            id
            role
            course {
              id
              title
            }
            progress {
              completed
              total
              fraction
            }
          }
        }
      }
    }
  }
`);

export type Viewer = NonNullable<ViewerQuery['viewer']>;
export type ViewerEnrollment = Viewer['enrollments']['edges'][number]['node'];

export function enrollmentsOf(viewer: Viewer): ViewerEnrollment[] {
  return viewer.enrollments.edges.map(({ node }) => node);
}

/** Whether the role is one of those who see the live board. */
export function teaches(enrollment: Pick<ViewerEnrollment, 'role'>): boolean {
  return enrollment.role === 'INSTRUCTOR' || enrollment.role === 'ASSISTANT';
}
