import { ago, instant } from '../../format';

/** How long ago an instant is; on paper, which is read whenever, the instant itself. */
export function Ago({ at }: { readonly at: string }) {
  return (
    <>
      <span class="on-screen">{ago(at)}</span>
      <span class="on-paper">{instant(at)}</span>
    </>
  );
}
