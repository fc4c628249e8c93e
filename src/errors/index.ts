export { errorCodes, type ErrorCode } from './codes.js';
export { RequestError } from './request-error.js';
