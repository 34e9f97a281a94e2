import { inUtc } from '../format';

/** A timestamp of the API, in a narrow column: the time may be below the date, and neither is broken. */
export function InUtc({ at }: { readonly at: string | null }) {
  const [date, time] = inUtc(at).split(' ');
  return (
    <>
      <span class="whole">{date}</span> <span class="whole">{time}</span>
    </>
  );
}
