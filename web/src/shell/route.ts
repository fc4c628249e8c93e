import { useSyncExternalStore } from 'react';

/** Where in the page one is; kept in the part of the address after `#`. */
export type Route =
  | { readonly name: 'home' }
  | { readonly name: 'learn'; readonly courseId: string }
  /** The first course one teaches when no course is named: the address printed at the start. */
  | { readonly name: 'board'; readonly courseId: string | null }
  | { readonly name: 'family' }
  | { readonly name: 'school' };

export const paths = {
  home: '#/courses',
  family: '#/family',
  school: '#/school',
  learn: (courseId: string) => `#/learn/${encodeURIComponent(courseId)}`,
  board: (courseId: string) => `#/board/${encodeURIComponent(courseId)}`,
};

/** The route; null while the address names none and the person's own start is to be chosen. */
export function useRoute(): Route | null {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return parse(hash);
}

/** Replaces the address, so that "back" does not lead to a place that leads here again. */
export function redirect(path: string): void {
  history.replaceState(null, '', path);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
}

function parse(hash: string): Route | null {
  const [name = '', id] = hash.replace(/^#\/?/, '').split('/');
  switch (name) {
    case 'courses':
      return { name: 'home' };
    case 'learn':
      return id === undefined
        ? { name: 'home' }
        : { name: 'learn', courseId: decodeURIComponent(id) };
    case 'board':
      return { name: 'board', courseId: id === undefined ? null : decodeURIComponent(id) };
    case 'family':
    case 'school':
      return { name };
    default:
      return null;
  }
}
