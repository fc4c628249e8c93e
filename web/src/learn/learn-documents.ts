import type { AttemptFragment, LearnerFragment, RecommendedFragment } from '../gql/graphql.js';
import { graphql } from '../gql/index.js';

export type Attempt = AttemptFragment;
export type AttemptStep = Attempt['steps'][number];
export type Learner = LearnerFragment;
export type Recommended = RecommendedFragment;
export type RecommendedItem = Recommended['items'][number];
export type Reason = RecommendedItem['reasons'][number];

export const learnerFragment = graphql(`
  fragment Learner on Enrollment {
    id
    progress {
      completed
      total
      fraction
    }
    mastery {
      probability
      observations
      updatedAt
      skill {
        id
        title
      }
    }
  }
`);

export const recommendedFragment = graphql(`
  fragment Recommended on Recommendation {
    id
    createdAt
    items {
      score
      problem {
        id
        title
        steps {
          id
          title
        }
      }
      lesson {
        id
        title
        topic
      }
      reasons {
        code
        weight
        skill {
          id
          title
        }
        values {
          name
          value
        }
      }
    }
  }
`);

export const attemptFragment = graphql(`
  fragment Attempt on PracticeAttempt {
    id
    state
    problem {
      id
      title
      body
      figures
      license
      attribution
      lesson {
        id
        title
        topic
        progress {
          completed
          total
          fraction
        }
      }
    }
    steps {
      open
      hintsLeft
      hints {
        position
        kind
        title
        text
        choices
      }
      responses {
        id
        response
        correct
      }
      step {
        id
        title
        body
        kind
        choices
        hintCount
        skills {
          id
          title
        }
      }
    }
  }
`);

export const courseDocument = graphql(`
  query LearnCourse($id: ID!) {
    course(id: $id) {
      id
      title
      attribution
      license
      viewerEnrollment {
        id
        role
        recommendation {
          ...Recommended
        }
        ...Learner
      }
      modules {
        id
        title
        lessons {
          id
          title
          topic
          problemCount
          progress {
            completed
            total
            fraction
          }
        }
      }
    }
  }
`);

/** What is advised next, by push: the page asks for it nowhere else once it is open. */
export const recommendationsDocument = graphql(`
  subscription Recommendations($courseId: ID!, $after: String) {
    recommendations(courseId: $courseId, after: $after) {
      cursor
      recommendation {
        ...Recommended
        enrollment {
          id
          recommendation {
            id
          }
          ...Learner
        }
      }
    }
  }
`);

export const startPracticeDocument = graphql(`
  mutation StartPractice($input: StartPracticeInput!) {
    startPractice(input: $input) {
      __typename
      ... on StartPracticeSuccess {
        resumed
        attempt {
          ...Attempt
        }
      }
      ... on UserError {
        message
      }
    }
  }
`);

export const submitResponseDocument = graphql(`
  mutation SubmitResponse($input: SubmitResponseInput!) {
    submitResponse(input: $input) {
      __typename
      ... on SubmitResponseSuccess {
        response {
          id
          correct
        }
        attempt {
          ...Attempt
        }
        enrollment {
          ...Learner
        }
      }
      ... on UserError {
        message
      }
    }
  }
`);

export const requestHintDocument = graphql(`
  mutation RequestHint($input: RequestHintInput!) {
    requestHint(input: $input) {
      __typename
      ... on RequestHintSuccess {
        attempt {
          ...Attempt
        }
      }
      ... on UserError {
        message
      }
    }
  }
`);
