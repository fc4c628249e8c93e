export { authenticate, type AuthenticationPlatform } from './authenticate.js';
export { createCredentials, type CredentialOptions, type Credentials } from './credentials.js';
export { endSessionsIn } from './end-sessions.js';
export { GuardiansService } from './guardians.service.js';
export { emailInput, nameInput, normalEmail, passwordInput } from './input.js';
export { passwordLength, Passwords } from './passwords.js';
export {
  type CreateSchoolInput,
  type CreateSchoolResult,
  type CreateServiceAccountInput,
  type CreateServiceAccountResult,
  type Operator,
  SchoolsService,
} from './schools.service.js';
export {
  type RenewResult,
  SessionsService,
  type SessionTokens,
  type SignInInput,
  type SignInResult,
} from './sessions.service.js';
export { UsersService } from './users.service.js';
export { deriveKeys, type Keys, Tokens } from './tokens.js';
