import { useQuery } from '@apollo/client/react';
import { lazy, Suspense, useEffect } from 'react';

import { useGraph } from '../graph/use-graph.js';
import { Failure } from '../parts/failure.js';
import { Notice, Waiting } from '../parts/notice.js';
import { Courses } from './courses.js';
import { Header } from './header.js';
import { paths, redirect, useRoute, type Route } from './route.js';
import { enrollmentsOf, teaches, viewerDocument, type Viewer } from './viewer.js';

// Each with what it alone needs: mathematics, the board.
const Learn = lazy(async () => ({ default: (await import('../learn/learn.js')).Learn }));
const Board = lazy(async () => ({ default: (await import('../teach/board.js')).Board }));
const School = lazy(async () => ({ default: (await import('../school/school.js')).School }));
const Family = lazy(async () => ({ default: (await import('../family/family.js')).Family }));

export function Shell() {
  const { data, error, refetch } = useQuery(viewerDocument);
  const { session } = useGraph();
  const route = useRoute();
  const viewer = data?.viewer;

  useEffect(() => {
    if (viewer && route === null) redirect(startOf(viewer));
  }, [viewer, route]);
  useEffect(() => {
    // The token was taken but names nobody any more.
    if (data?.viewer === null) void session.signOut();
  }, [data, session]);

  if (error && !viewer) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!viewer || route === null) return <Waiting>Opening…</Waiting>;
  return (
    <>
      <a className="skip" href="#main" onClick={focusMain}>
        Skip to content
      </a>
      <Header viewer={viewer} route={route} />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<Waiting>Opening…</Waiting>}>
          <View viewer={viewer} route={route} onChange={() => void refetch()} />
        </Suspense>
      </main>
    </>
  );
}

function View({ viewer, route, onChange }: { viewer: Viewer; route: Route; onChange: () => void }) {
  switch (route.name) {
    case 'home':
      return <Courses viewer={viewer} onChange={onChange} />;
    case 'learn':
      return <Learn key={route.courseId} courseId={route.courseId} />;
    case 'board': {
      const courseId = route.courseId ?? firstTaught(viewer);
      if (courseId === null) {
        return <Notice tone="info">The live board is for those who teach a course.</Notice>;
      }
      return <Board key={courseId} courseId={courseId} />;
    }
    case 'family':
      return <Family />;
    case 'school':
      return <School />;
  }
}

/** Where this person most likely wants to be. */
function startOf(viewer: Viewer): string {
  const [only, ...others] = enrollmentsOf(viewer);
  if (only && others.length === 0) {
    if (teaches(only)) return paths.board(only.course.id);
    if (only.role === 'LEARNER') return paths.learn(only.course.id);
  }
  if (viewer.isAdministrator) return paths.school;
  if (!only && viewer.guardianLinks.length > 0) return paths.family;
  return paths.home;
}

function firstTaught(viewer: Viewer): string | null {
  return enrollmentsOf(viewer).find(teaches)?.course.id ?? null;
}

function focusMain(event: { preventDefault: () => void }): void {
  // The part after `#` is the route.
  event.preventDefault();
  document.getElementById('main')?.focus();
}
