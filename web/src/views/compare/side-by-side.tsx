import { figure, share, whole } from '../../format';
import { Table } from '../../ui/table';
import { difference, type Side } from './side';

interface Props {
  /** What they are, for people. */
  readonly names: readonly [one: string, other: string];
  readonly one: Side | undefined;
  readonly other: Side | undefined;
}

const HOURS = [
  ['Up', 'up'],
  ['Down', 'down'],
  ['Unknown', 'unknown'],
  ['Excluded', 'excluded'],
] as const;

/** The figures of two sides, with their difference. */
export function SideBySide({ names: [nameOfOne, nameOfOther], one, other }: Props) {
  if (!one || !other) {
    return (
      <p class="empty">
        {one ? nameOfOther : nameOfOne} is not in the report of these days. Choose another one, or days with data.
      </p>
    );
  }
  return (
    <Table caption={`${nameOfOne} beside ${nameOfOther}`}>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" class="number wrap">
            {nameOfOne}
          </th>
          <th scope="col" class="number wrap">
            {nameOfOther}
          </th>
          <th scope="col" class="number">
            Difference
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Uptime</th>
          <td class="number">
            <strong>{share(one.share)}</strong>
          </td>
          <td class="number">
            <strong>{share(other.share)}</strong>
          </td>
          <td class="number wrap">
            {one.share === null || other.share === null
              ? '–'
              : `${difference(one.share * 100, other.share * 100)} points`}
          </td>
        </tr>
        {HOURS.map(([name, part]) => (
          <tr key={part}>
            <th scope="row">
              {name} <small>h</small>
            </th>
            <td class="number">{figure(one[part])}</td>
            <td class="number">{figure(other[part])}</td>
            <td class="number">{difference(one[part], other[part])}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">Stores</th>
          <td class="number">{whole(one.stores)}</td>
          <td class="number">{whole(other.stores)}</td>
          <td class="number">{whole(one.stores - other.stores)}</td>
        </tr>
      </tbody>
    </Table>
  );
}
