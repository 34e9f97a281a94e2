import { usePinnedHref } from '../route';

interface Props {
  readonly id: string;
  /** Shown before the id, if it has one; on a phone in its place. */
  readonly name?: string | null | undefined;
  /** The instant that the view of the store begins with. */
  readonly at?: string;
}

/** A store in a list. */
export function StoreLink({ id, name, at = '' }: Props) {
  const href = usePinnedHref();
  return (
    <a class={name == null ? 'store' : 'store named'} href={href(['stores', id], { at })} title={id}>
      {name != null && <span class="called">{name}</span>} <span class="id">{id}</span>
    </a>
  );
}
