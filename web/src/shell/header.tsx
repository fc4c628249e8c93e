import { useGraph } from '../graph/use-graph.js';
import { Mark } from '../parts/mark.js';
import { paths, redirect, type Route } from './route.js';
import type { Viewer } from './viewer.js';

export function Header({ viewer, route }: { viewer: Viewer; route: Route }) {
  const { session } = useGraph();

  function leaveFor(leave: () => void) {
    // The next person begins at a place of their own.
    redirect('#');
    leave();
  }

  const places = [
    { path: paths.home, label: 'Courses', here: ['home', 'learn', 'board'] },
    ...(viewer.guardianLinks.length > 0
      ? [{ path: paths.family, label: 'Family', here: ['family'] }]
      : []),
    ...(viewer.isAdministrator ? [{ path: paths.school, label: 'School', here: ['school'] }] : []),
  ];
  return (
    <header className="header">
      <a className="wordmark" href={paths.home}>
        <Mark /> Lyceum
      </a>
      <nav aria-label="Main">
        {places.map(({ path, label, here }) => (
          <a key={path} href={path} aria-current={here.includes(route.name) ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <div className="header-person">
        <span>
          <strong>{viewer.user.name}</strong>
          <small>{viewer.school.name}</small>
        </span>
        <button
          type="button"
          className="button button-quiet"
          title="Sign in as somebody else in this tab; other tabs stay as they are"
          onClick={() => leaveFor(() => session.leave())}
        >
          Switch
        </button>
        <button
          type="button"
          className="button button-quiet"
          onClick={() => leaveFor(() => void session.signOut())}
        >
          Sign out
        </button>
      </div>
    </header>
  );
}
