import { useQueries, useQuery } from '@tanstack/preact-query';
import { BY_ZONE, groupings, valueOf } from '../../api/attributes';
import type { StoreMatch } from '../../api/groups';
import { timelineBy } from '../../api/timeline';
import type { Range } from '../../dates';
import { share, whole } from '../../format';
import { Table } from '../../ui/table';
import { type DownGroup, inOrder, standsOut } from './down-groups';

/** How many attributes are looked at. */
const MOST = 6;
/** How many groups of each are shown. */
const SHOWN = 6;

/** What the stores that were down have in common: of each attribute, the groups of which the largest part was down. */
export function InCommon({ range, match }: { readonly range: Range; readonly match: StoreMatch }) {
  const attributes = useQuery(groupings);
  const names = attributes.data ? [...attributes.data.map(({ name }) => name), BY_ZONE].slice(-MOST) : [];
  const found = useQueries({ queries: names.map((by) => timelineBy(range, '1d', by, match)) });
  const found_by = names.map((by, index) => ({
    by: by === BY_ZONE ? 'time zone' : by,
    groups: inOrder(
      (found[index]?.data ?? []).map(({ key, steps: [step] }) => ({
        value: valueOf(key),
        down: step?.stores_down ?? 0,
        open: step?.stores_open ?? 0,
      })),
    ),
  }));
  if (found_by.every(({ groups }) => groups.length === 0) || found.some(({ data }) => data === undefined)) return null;
  const [first] = found_by
    .flatMap(({ by, groups }) => {
      const group = standsOut(groups);
      return group ? [{ by, group, part: group.down / group.open }] : [];
    })
    .sort((a, b) => b.part - a.part);
  return (
    <>
      {first && (
        <p>
          <strong>
            {whole(first.group.down)} of them are of {first.by} {first.group.value}
          </strong>
          : {share(first.part)} of its open stores were down.
        </p>
      )}
      <details>
        <summary>What they have in common</summary>
        <div class="columns narrow">
          {found_by.map(({ by, groups }) => (
            <Groups key={by} by={by} groups={groups.slice(0, SHOWN)} />
          ))}
        </div>
      </details>
    </>
  );
}

function Groups({ by, groups }: { readonly by: string; readonly groups: readonly DownGroup[] }) {
  return (
    <Table caption={`Stores down by ${by}`}>
      <thead>
        <tr>
          <th scope="col">{by}</th>
          <th scope="col" class="number">
            Down
          </th>
          <th scope="col" class="number">
            of open
          </th>
          <th scope="col" class="number">
            Share
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ value, down, open }) => (
          <tr key={value ?? ''}>
            <th scope="row">{value ?? 'none'}</th>
            <td class="number">{whole(down)}</td>
            <td class="number">{whole(open)}</td>
            <td class="number">{share(down / open)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
