/** As much of pino as the embedded database uses. */
export interface EmbeddedLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silent: EmbeddedLogger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
