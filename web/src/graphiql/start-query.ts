/** What the explorer opens with. */
export const startQuery = `# Lyceum: one graph for courses, practice, mastery and live classes.
#
# 1. Run SignIn: e-mail address and password are under "Variables".
# 2. Put the access token under "Headers": { "authorization": "Bearer …" }
#    It goes along with every request, and with the socket of every subscription.
# 3. Run Viewer.

mutation SignIn($email: String!, $password: String!) {
  signIn(input: { email: $email, password: $password }) {
    __typename
    ... on SignInSuccess {
      tokens {
        accessToken
        accessTokenExpiresAt
      }
    }
    ... on UserError {
      message
    }
  }
}

query Viewer {
  viewer {
    user {
      name
    }
    enrollments {
      edges {
        node {
          role
          course {
            id
            title
          }
        }
      }
    }
  }
}

# Live: what happens in a course you teach, this very moment. Pass the cursor of the last item
# as "after" to go on from there, with no gap and no repeat.
#
# subscription Class($courseId: ID!) {
#   classActivity(courseId: $courseId) {
#     cursor
#     at
#     enrollment { user { name } }
#     ... on ResponseActivity {
#       correct
#       mastery { skill { title } probability }
#     }
#   }
# }
`;
