import { href } from '../../route';

/** To what became of an import. */
export function ImportLink({ id }: { readonly id: string }) {
  return (
    <a href={href(['imports', id])} title={id}>
      import <span class="id">{id.slice(0, 8)}</span>
    </a>
  );
}
