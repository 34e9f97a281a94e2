import { duration } from '../../format';
import { StoreLink } from '../../ui/store-link';
import type { Clock } from '../store/clock';

/** A store that was down. */
interface DownStore {
  readonly id: string;
  readonly name: string | null;
  readonly from: string;
  /** Null: it is down as far as is known. */
  readonly to: string | null;
  /** Business time, in microseconds. */
  readonly lost: number;
  /** The instant that the view of the store begins with. */
  readonly at: string;
}

interface Props {
  readonly stores: readonly DownStore[];
  readonly clock: Clock;
  /** The figure that they are sorted by, which a phone shows. */
  readonly shown: 'lost' | 'from';
  /** What is said of those that are down as far as is known. */
  readonly stillDown: string;
}

/** Stores that were down: how much they lost, from when to when. */
export function DownRows({ stores, clock, shown, stillDown }: Props) {
  const classOf = (column: Props['shown']) => (column === shown ? 'number' : 'number minor');
  return (
    <tbody>
      {stores.map(({ id, name, from, to, lost, at }) => (
        <tr key={`${id} ${from}`}>
          <th scope="row">
            <StoreLink id={id} name={name} at={at} />
          </th>
          <td class={classOf('lost')}>{duration(lost)}</td>
          <td class={classOf('from')}>{clock.format(from)}</td>
          <td class="number minor">{to === null ? stillDown : clock.format(to)}</td>
        </tr>
      ))}
    </tbody>
  );
}
