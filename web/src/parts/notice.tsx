import type { ReactNode } from 'react';

/** Something the person should know. Errors interrupt; the rest waits its turn. */
export function Notice({
  tone,
  children,
  onRetry,
}: {
  tone: 'error' | 'info' | 'good';
  children: ReactNode;
  onRetry?: () => void;
}) {
  return (
    <div className={`notice notice-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      <p>{children}</p>
      {onRetry && (
        <button type="button" className="button button-quiet" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Shown only when it takes long enough to be noticed; see `.waiting` in app.css. */
export function Waiting({ children }: { children: ReactNode }) {
  return (
    <p className="waiting" role="status">
      {children}
    </p>
  );
}
