import { useMutation, useQuery } from '@tanstack/preact-query';
import type { ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { api, dataOf, queries, type Schemas, SESSION } from './api/client';
import { CurrentRoute, href, type Route, usePinnedHref, useRoute } from './route';
import { titleOf } from './ui/actions/title';
import { Loaded } from './ui/loaded';
import { Patterns } from './ui/patterns';
import { Compare } from './views/compare';
import { Import } from './views/import';
import { Imports } from './views/imports';
import { Incident } from './views/incident';
import { LogIn } from './views/log-in';
import { Outages } from './views/outages';
import { Overview } from './views/overview';
import { Report } from './views/report';
import { Reports } from './views/reports';
import { Store } from './views/store';
import { Stores } from './views/stores';
import { Targets } from './views/targets';

const SECTIONS = [
  { name: 'Overview', path: [], hasFigures: true },
  { name: 'Stores', path: ['stores'], hasFigures: true },
  { name: 'Compare', path: ['compare'], hasFigures: true },
  { name: 'Targets', path: ['targets'], hasFigures: false },
  { name: 'Reports', path: ['reports'], hasFigures: false },
  { name: 'Imports', path: ['imports'], hasFigures: false },
] as const;

/** The frame around the views: navigation above, the version of the service and what is for administrators below. */
export function Page() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const path = route.path.join('/');
  useFocusOnArrival(main, path);
  const session = useQuery({ queryKey: SESSION, queryFn: () => dataOf(api.GET('/session')), staleTime: Infinity });
  return (
    <CurrentRoute.Provider value={route}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to content
      </a>
      <Navigation section={route.path[0]} name={session.data && nameOf(session.data)} />
      <Patterns />
      <main class="container" id="main" ref={main} tabIndex={-1} key={path}>
        <Loaded query={session}>
          {(visitor) =>
            visitor.scopes.includes('read') ? (
              viewOf(route)
            ) : (
              <LogIn hasOidc={visitor.has_oidc} name={nameOf(visitor)} />
            )
          }
        </Loaded>
      </main>
      <Footer isAdmin={session.data?.scopes.includes('admin') === true} />
    </CurrentRoute.Provider>
  );
}

/** That of whoever is logged in; undefined if nobody needs to. */
function nameOf({ actor, name }: Schemas['SessionDto']): string | undefined {
  return actor === 'anonymous' ? undefined : (name ?? actor);
}

interface NavigationProps {
  readonly section: string | undefined;
  /** That of the visitor who is logged in. */
  readonly name: string | undefined;
}

function Navigation({ section: current, name: keyName }: NavigationProps) {
  const pinnedHref = usePinnedHref();
  return (
    <header class="top">
      <nav class="container" aria-label="Main">
        <ul>
          <li>
            <a class="contrast" href={pinnedHref([])}>
              <strong>Restaurant Monitor</strong>
            </a>
          </li>
        </ul>
        <ul>
          {SECTIONS.map(({ name, path, hasFigures }) => (
            <li key={name}>
              <a
                href={hasFigures ? pinnedHref(path) : href(path)}
                aria-current={current === path[0] ? 'page' : undefined}
              >
                {name}
              </a>
            </li>
          ))}
          <li>
            <a href="docs">API</a>
          </li>
          {keyName !== undefined && (
            <li>
              <LogOut name={keyName} />
            </li>
          )}
        </ul>
      </nav>
    </header>
  );
}

function LogOut({ name }: { readonly name: string }) {
  const logOut = useMutation({
    mutationFn: () => api.DELETE('/session'),
    // Nothing that was read stays behind.
    onSettled: () => queries.resetQueries(),
  });
  return (
    <button
      type="button"
      class="secondary outline"
      title={`Logged in: ${name}`}
      disabled={logOut.isPending}
      onClick={() => {
        logOut.mutate();
      }}
    >
      Log out
    </button>
  );
}

function Footer({ isAdmin }: { readonly isAdmin: boolean }) {
  const health = useQuery({
    queryKey: ['health'],
    queryFn: () => dataOf(api.GET('/health')),
    staleTime: Infinity,
  });
  return (
    <footer class="container quiet">
      {health.data?.version !== undefined && `Version ${health.data.version}`}
      {isAdmin && (
        <>
          {' · '}
          <a href="queues">Queues</a>
        </>
      )}
    </footer>
  );
}

/** Moves the focus to the top of a view when it is opened; not on the first load, which changes no view. */
function useFocusOnArrival(main: { readonly current: HTMLElement | null }, path: string): void {
  const previous = useRef(path);
  useEffect(() => {
    document.title = titleOf(main.current?.querySelector('h1'));
    if (previous.current === path) return;
    previous.current = path;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [main, path]);
}

function viewOf({ path, query }: Route): ComponentChild {
  const [section, id, ...rest] = path;
  if (rest.length > 0) return <NotFound />;
  switch (section) {
    case undefined:
      return <Overview />;
    case 'stores':
      return id === undefined ? <Stores query={query} /> : <Store storeId={id} query={query} />;
    case 'outages':
      return id === undefined ? <Outages query={query} /> : <NotFound />;
    case 'incidents':
      return id === undefined ? <NotFound /> : <Incident id={id} query={query} />;
    case 'compare':
      return id === undefined ? <Compare query={query} /> : <NotFound />;
    case 'reports':
      return id === undefined ? <Reports /> : <Report reportId={id} query={query} />;
    case 'imports':
      return id === undefined ? <Imports /> : <Import importId={id} />;
    case 'targets':
      return id === undefined ? <Targets /> : <NotFound />;
    default:
      return <NotFound />;
  }
}

function NotFound() {
  return (
    <>
      <h1>Page not found</h1>
      <p>
        There is no page at this address. Go to the <a href={href([])}>overview</a>.
      </p>
    </>
  );
}
