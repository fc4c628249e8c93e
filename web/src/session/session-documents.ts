import { graphql } from '../gql/index.js';

export const signInDocument = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on SignInSuccess {
        tokens {
          accessToken
          accessTokenExpiresAt
          refreshToken
        }
      }
      ... on SchoolRequiredError {
        schools
      }
      ... on UserError {
        message
      }
    }
  }
`);

export const renewSessionDocument = graphql(`
  mutation RenewSession($input: RenewSessionInput!) {
    renewSession(input: $input) {
      __typename
      ... on RenewSessionSuccess {
        tokens {
          accessToken
          accessTokenExpiresAt
          refreshToken
        }
      }
      ... on UserError {
        message
      }
    }
  }
`);

export const signOutDocument = graphql(`
  mutation SignOut {
    signOut(input: {}) {
      __typename
    }
  }
`);
