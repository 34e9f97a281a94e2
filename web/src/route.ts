import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

/** The part of the address after `#`: which view is shown, and its query. */
export interface Route {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => {
      setHash(location.hash);
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);
  return parse(hash);
}

/** The route, for everything on the page. */
export const CurrentRoute = createContext<Route>(parse(''));

/** The report that the address pins; undefined: figures come from the default report. */
export function usePinned(): string | undefined {
  const reportId = useContext(CurrentRoute).query.get('report_id');
  return reportId === null || reportId === '' ? undefined : reportId;
}

/** As `href`, for the views with figures: keeps the pinned report. */
export function usePinnedHref(): typeof href {
  const reportId = usePinned() ?? '';
  return (path, query) => href(path, { ...query, report_id: reportId });
}

/** The address of a view. Empty query values are left out. */
export function href(path: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const filled = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  return `#/${path.map(encodeURIComponent).join('/')}${filled.size > 0 ? `?${filled.toString()}` : ''}`;
}

/** The address that is shown, with other values in its query. */
export function hrefWith(changes: Readonly<Record<string, string>>): string {
  const { path, query } = parse(location.hash);
  return href(path, { ...Object.fromEntries(query), ...changes });
}

/** Opens a view. `replace` adds no step to the browser's history, for example while a search is being typed. */
export function goTo(address: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') location.hash = address;
  else location.replace(address);
}

function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { path: path.split('/').filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
