import { href } from '../route';

export function StoreLink({ id }: { readonly id: string }) {
  return (
    <a class="id" href={href(['stores', id])}>
      {id}
    </a>
  );
}
