import type { BoardLearnersQuery, ClassActivitySubscription } from '../gql/graphql.js';
import { graphql } from '../gql/index.js';

export type LearnerNode = NonNullable<
  BoardLearnersQuery['course']
>['enrollments']['edges'][number]['node'];
export type Activity = ClassActivitySubscription['classActivity'];

/**
 * The cursor is asked for before the class is: what happens while the pages are read is then
 * replayed onto them, and what they show already only says the same again.
 */
export const boardHeadDocument = graphql(`
  query BoardHead($id: ID!) {
    course(id: $id) {
      id
      title
      activityCursor
      skills {
        id
      }
    }
  }
`);

export const boardLearnersDocument = graphql(`
  query BoardLearners($id: ID!, $after: String) {
    course(id: $id) {
      id
      enrollments(first: 100, after: $after, role: LEARNER) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            id
            user {
              id
              name
            }
            progress {
              completed
              total
            }
            mastery {
              probability
              updatedAt
              skill {
                id
              }
            }
          }
        }
      }
    }
  }
`);

export const classActivityDocument = graphql(`
  subscription ClassActivity($courseId: ID!, $after: String) {
    classActivity(courseId: $courseId, after: $after) {
      __typename
      cursor
      at
      enrollment {
        id
        role
        user {
          id
          name
        }
      }
      ... on PracticeActivity {
        problem {
          id
          title
          lesson {
            id
            title
          }
        }
      }
      ... on HintActivity {
        step {
          id
          title
          problem {
            id
            title
          }
        }
      }
      ... on ResponseActivity {
        correct
        firstTry
        step {
          id
          title
          problem {
            id
            title
          }
        }
        mastery {
          probability
          skill {
            id
            title
          }
        }
        response {
          id
          response
        }
        enrollment {
          id
          progress {
            completed
            total
          }
        }
      }
      ... on EnrollmentActivity {
        joined
        role
      }
    }
  }
`);
