import type { JobPartsFragment } from '../gql/graphql.js';
import { graphql } from '../gql/index.js';

export type Job = JobPartsFragment;

export const jobFragment = graphql(`
  fragment JobParts on Job {
    id
    state
    failure
    result
    createdAt
    startedAt
    endedAt
    progress {
      done
      total
      fraction
    }
  }
`);

export const importCourseDocument = graphql(`
  mutation ImportCourse($input: ImportCourseInput!) {
    importCourse(input: $input) {
      __typename
      ... on ImportCourseSuccess {
        job {
          ...JobParts
        }
      }
      ... on UserError {
        message
      }
    }
  }
`);

export const jobDocument = graphql(`
  query Job($id: ID!) {
    job(jobId: $id) {
      ...JobParts
    }
  }
`);

export const jobUpdatedDocument = graphql(`
  subscription JobUpdated($jobId: ID!, $after: String) {
    jobUpdated(jobId: $jobId, after: $after) {
      cursor
      job {
        ...JobParts
      }
    }
  }
`);
