import { wordsFor } from '../graph/errors.js';
import { Notice } from './notice.js';

/** What went wrong with a request, in words. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <Notice tone="error" {...(onRetry ? { onRetry } : {})}>
      {wordsFor(error)}
    </Notice>
  );
}
