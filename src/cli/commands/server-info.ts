/** The command by which the command line learns where the server listens. Not for people. */
export const SERVER_INFO = 'server info';
