import { usePinnedHref } from '../route';

export function StoreLink({ id }: { readonly id: string }) {
  const href = usePinnedHref();
  return (
    <a class="id" href={href(['stores', id])}>
      {id}
    </a>
  );
}
