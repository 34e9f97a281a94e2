import { usePinnedHref } from '../route';

interface Props {
  readonly id: string;
  /** Shown before the id, if it has one. */
  readonly name?: string | null;
}

export function StoreLink({ id, name }: Props) {
  const href = usePinnedHref();
  return (
    <a class="store" href={href(['stores', id])}>
      {name != null && <span>{name}</span>} <span class="id">{id}</span>
    </a>
  );
}
