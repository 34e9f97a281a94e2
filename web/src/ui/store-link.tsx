import { shortId } from '../format';
import { href } from '../route';

/** Leads to a store from where there is no room for long ids. */
export function StoreLink({ id }: { readonly id: string }) {
  return (
    <a class="id" href={href(['stores', id])} title={id} aria-label={id}>
      {shortId(id)}
    </a>
  );
}
