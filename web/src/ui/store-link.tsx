import { href, usePinnedHref } from '../route';

interface Props {
  readonly id: string;
  /** Shown before the id, if it has one; on a phone in its place. */
  readonly name?: string | null | undefined;
  /** The instant that the view of the store begins with. */
  readonly at?: string;
  /** The report that its figures come from; undefined: the one that the address pins, or the default one. */
  readonly reportId?: string;
}

/** A store in a list. */
export function StoreLink({ id, name, at = '', reportId }: Props) {
  const pinnedHref = usePinnedHref();
  return (
    <a
      class={name == null ? 'store' : 'store named'}
      href={
        reportId === undefined ? pinnedHref(['stores', id], { at }) : href(['stores', id], { at, report_id: reportId })
      }
      title={id}
    >
      {name != null && <span class="called">{name}</span>} <span class="id">{id}</span>
    </a>
  );
}
