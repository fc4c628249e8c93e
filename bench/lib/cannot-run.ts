/** Something is missing that whoever runs the benchmark can provide; the message says what. */
export class CannotRunError extends Error {}
