import { Component, type ReactNode } from 'react';

import { Notice } from './notice.js';

/** Stands in for a page that broke, or whose parts a new version of the server no longer has. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Notice tone="error" onRetry={() => location.reload()}>
        This page could not go on. Every answer that was checked is kept.
      </Notice>
    );
  }
}
