/** A local or UTC time such as `2024-10-07 09:00:00`, in a narrow column: the time may be below the date, but neither is broken. */
export function Moment({ text }: { readonly text: string }) {
  const [date, ...rest] = text.split(' ');
  return (
    <>
      <span class="whole">{date}</span> <span class="whole">{rest.join(' ')}</span>
    </>
  );
}
