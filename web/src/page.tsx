import type { ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { href, type Route, useRoute } from './route';
import { Imports } from './views/imports';
import { Overview } from './views/overview';
import { Report } from './views/report';
import { Reports } from './views/reports';
import { Store } from './views/store';
import { Stores } from './views/stores';

const SECTIONS = [
  { name: 'Overview', path: [] },
  { name: 'Stores', path: ['stores'] },
  { name: 'Reports', path: ['reports'] },
  { name: 'Imports', path: ['imports'] },
] as const;

/** The frame around the views: how to get from one to the other. */
export function Page() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = route.path.join('/');
  useFocusOnArrival(main, place);
  return (
    <>
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
      <header class="top">
        <nav class="container" aria-label="Main">
          <ul>
            <li>
              <a class="contrast" href={href([])}>
                <strong>Restaurant Monitor</strong>
              </a>
            </li>
          </ul>
          <ul>
            {SECTIONS.map(({ name, path }) => (
              <li key={name}>
                <a href={href(path)} aria-current={route.path[0] === path[0] ? 'page' : undefined}>
                  {name}
                </a>
              </li>
            ))}
            <li>
              <a href="/docs">API</a>
            </li>
          </ul>
        </nav>
      </header>
      <main class="container" id="main" ref={main} tabIndex={-1} key={place}>
        {viewOf(route)}
      </main>
    </>
  );
}

/** A new view is read from its beginning, by screen readers too; the first one is not a change. */
function useFocusOnArrival(main: { readonly current: HTMLElement | null }, place: string): void {
  const before = useRef(place);
  useEffect(() => {
    document.title = `${main.current?.querySelector('h1')?.textContent ?? ''} – Restaurant Monitor`;
    if (before.current === place) return;
    before.current = place;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [main, place]);
}

function viewOf({ path, query }: Route): ComponentChild {
  const [section, id, ...rest] = path;
  if (rest.length > 0) return <NothingHere />;
  switch (section) {
    case undefined:
      return <Overview />;
    case 'stores':
      return id === undefined ? <Stores query={query} /> : <Store storeId={id} query={query} />;
    case 'reports':
      return id === undefined ? <Reports /> : <Report reportId={id} query={query} />;
    case 'imports':
      return <Imports />;
    default:
      return <NothingHere />;
  }
}

function NothingHere() {
  return (
    <>
      <h1>Nothing here</h1>
      <p>
        This address leads nowhere. Begin at the <a href={href([])}>overview</a>.
      </p>
    </>
  );
}
