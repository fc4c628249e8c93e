/** Ids as the graph writes them, for commands that call the graph like any other client. */
export { toGlobalId } from '../schema/shared/global-id.js';
